"""The folder that one works in: where things lie, files, locks, processes."""
