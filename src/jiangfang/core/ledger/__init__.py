"""台账: what a studio writes down all year, and which numbers of a form are reckoned from it."""
