"""What the pages of the room read from addresses and forms."""
