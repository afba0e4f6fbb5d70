"""How pages come about: which are stale, what they are made from, who makes them."""
