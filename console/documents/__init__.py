"""What goes on paper and what comes on it: PDFs that the console makes, files that people attach."""
