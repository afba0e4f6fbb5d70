"""The book: figures, tables and results of a page, and the pages made into a site and a PDF."""
