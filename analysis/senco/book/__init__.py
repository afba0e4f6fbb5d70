"""The book: a page's figures, tables and results, and the pages made into a site and a PDF."""
