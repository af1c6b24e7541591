"""Files that aren't Markdown → Markdown: HTML, DOCX, PDF and plain text, read in a process of their own."""
