"""The command line: the commands, and how they print what they found."""

from senco.cli.application import app, main

__all__ = ["app", "main"]
