"""The nouns that outlive any one year, journal first; they come with the landing that keeps a database."""
