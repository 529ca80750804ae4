"""The pages of a round's beginning: programmes, opening, the round itself, its recommenders, its notice."""
