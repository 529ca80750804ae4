"""The same form as plain Django models and their admin: a peer that is always there."""
