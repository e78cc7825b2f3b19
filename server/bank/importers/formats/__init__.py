"""Files of other kinds than text, read as records or as the neutral document. A module is imported when it is needed."""
