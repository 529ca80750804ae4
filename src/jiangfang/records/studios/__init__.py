"""Studios: what outlives any one year."""
