"""What people said: words of a transcript, and passages that may point at somebody."""
