"""The pages of the room: listing.py overview.py are where one begins, sections.py fills in, checking.py hands in,
informing.py is the notice for the people on a form, reading.py reads and prints, opinions.py gives opinions and sends
back, mending.py mends, sharing.py shares, retaining.py lets go of personal values."""
