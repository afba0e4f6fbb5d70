"""Every text that a file holds, as it stands and as a reader or a program sees it."""
