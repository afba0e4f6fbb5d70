"""File formats: what researchers keep, read into this project's tables or written for them.

A reader says what it had to repair and what it refuses; it never guesses silently and
never reads more than a bounded size.
"""
