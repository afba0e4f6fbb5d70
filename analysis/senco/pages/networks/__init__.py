"""The page of key influences: which are key, and under how many rules."""
