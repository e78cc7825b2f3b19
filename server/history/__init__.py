"""My interviews: those that one gave and took part in, found again, and deleted."""
