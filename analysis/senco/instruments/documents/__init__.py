"""Each page of the kit as a document: a PDF with fields to fill in, and a Word document."""
