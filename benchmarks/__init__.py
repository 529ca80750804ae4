"""What is fast, measured beside named peers in one run: ``make bench``."""
