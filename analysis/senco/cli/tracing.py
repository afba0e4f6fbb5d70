"""The command that reads drawn work-lines from scans."""
