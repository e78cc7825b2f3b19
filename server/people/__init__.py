"""Persons: who a browser belongs to, and the invitations by which one comes to a seat."""
