"""Sample data, plainly fictional; until pages are served, the sample papers."""
