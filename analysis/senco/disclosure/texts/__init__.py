"""Every text in a file, as it stands and as a reader or a program sees it."""
