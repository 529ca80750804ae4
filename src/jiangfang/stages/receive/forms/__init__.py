"""What was typed into a form, as it was typed, and as values once it can be used."""
