"""The drill: one person alone against the clock, and the schedule that remembers what is due."""
