"""Text: words and lists in a sentence, Markdown, and the rounding of numbers."""
