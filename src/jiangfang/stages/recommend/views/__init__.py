"""The pages of the recommenders."""
