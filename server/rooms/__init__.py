"""The pages of an interview: home, new interview, invitation, room, and the JSON that the room asks for."""
