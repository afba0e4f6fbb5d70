"""The build: which pages are stale, what they are made from, and what makes them."""
