"""What a page puts together: one module for each page that measures alone do not make."""
