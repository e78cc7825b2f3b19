"""What remains of an interview: its archive, the report as page, Markdown and JSON, and the log."""
