"""Text: words in a sentence, Markdown, and how numbers are rounded."""
