"""The pages of the room: sign_in.py the ways in and out, me.py one's own."""
