"""The command line: what is typed, and what is told."""

from senco.cli.application import app, main

__all__ = ["app", "main"]
