"""The website, for every test of this folder."""

from tests.website import app, empty_records, guest, host, live, settings, somebody, stranger

__all__ = ["app", "empty_records", "guest", "host", "live", "settings", "somebody", "stranger"]
