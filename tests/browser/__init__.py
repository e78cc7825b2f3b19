"""Greenroom in Chromium. A package, so that one browser and one server serve it and end with it."""
