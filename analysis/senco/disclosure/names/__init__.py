"""The private list of names, and how people really write them."""
