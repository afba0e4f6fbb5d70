"""Readers and writers of the files that researchers have, each of one kind.

A reader returns sheets of raw cells with what it had to repair and what it refuses;
it never guesses silently and never reads more than a bounded size.
"""
