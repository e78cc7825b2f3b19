"""Files of other kinds than text, read as records or as Markdown; each module is imported when it is needed."""
