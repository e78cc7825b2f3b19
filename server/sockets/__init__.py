"""The wire, inbound: who connects, and what they ask for."""
