"""The project's folder: its paths, its files, locks on it, processes, and the cache."""
