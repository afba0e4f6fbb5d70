"""The private list, and its names as people really write them."""
