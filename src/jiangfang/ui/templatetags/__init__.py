"""The words that templates use: days, problems, states, forms."""
