"""What one page puts together from several measures, as tables and in words: a module for each."""
