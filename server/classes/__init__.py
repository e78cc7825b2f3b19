"""A class: a coach, students in pairs, a room for each pair, and a timeline that drives them all."""
