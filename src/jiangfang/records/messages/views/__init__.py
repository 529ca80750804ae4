"""The pages of the room: reading.py one's messages, writing.py one's own to others, outbox.py the mails."""
