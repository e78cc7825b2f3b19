"""Decks and questions: the deck file, Markdown, importers, models and pages."""
