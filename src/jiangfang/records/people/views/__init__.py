"""The pages of the room.

sign_in.py the ways in and out, me.py one's own; organisations.py the tree, persons.py who acts for it; codes.py and
units.py one-time codes, one by one and for a whole list; cards.py how they are printed.
"""
