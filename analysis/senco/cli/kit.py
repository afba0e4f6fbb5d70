"""The commands that give a study's instruments out: the kit and its sheets."""
