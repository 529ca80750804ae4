"""What the pages of the room read from what was typed; whether it may be is decided by the actions."""
