"""People: the federations, their trees of organisations, who holds which hat, and how one gets in."""
