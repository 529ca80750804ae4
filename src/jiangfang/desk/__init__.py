"""What waits for me, whoever I am; it comes once the stages leave work for someone."""
