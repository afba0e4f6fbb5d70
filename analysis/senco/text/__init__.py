"""Text: words and lists in a sentence, Markdown, a style sheet, and the rounding of numbers."""
