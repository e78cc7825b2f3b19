"""Where a live interview is: Redis. The store keeps bytes and knows nothing of the rules."""
