"""Whom I have interviewed: a page per person, and for everybody the same about themself."""
