"""What is used again: templates of interviews, their interviews side by side, and an interview after an interview."""
