"""What people said: words taken from a transcript, and passages that may identify somebody."""
