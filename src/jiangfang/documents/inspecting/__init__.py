"""What somebody's file is, by its content and not by its name, and what is to be known of it before it is kept."""
