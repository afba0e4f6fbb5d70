"""Saved sessions on their way into a cohort's tables: each person once, with what is missing."""

from senco.intake.sessions.adding import add_sessions
from senco.intake.sessions.finding import find_sessions

__all__ = ["add_sessions", "find_sessions"]
