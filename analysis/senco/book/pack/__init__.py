"""What readers carry to a meeting: pages of the book as PDFs and Word documents."""
