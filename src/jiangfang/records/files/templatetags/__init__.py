"""Tags for files: a library is found by Django in this place."""
