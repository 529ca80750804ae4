"""Real files in and out: programme folders, Word, Excel. Rules stay in core; here are only formats."""
