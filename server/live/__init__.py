"""What runs: a command on its way from a socket to its commit, and what everybody then sees."""
