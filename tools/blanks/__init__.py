"""Makes the official blanks (Word and Excel) of the two founding programmes, byte for byte the same on every run."""
