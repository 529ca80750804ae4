"""What changed and for whom: messages on the desk, and the same as mail through one outbox."""
