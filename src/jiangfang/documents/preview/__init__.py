"""Pages of somebody's file drawn anew as pictures, never its own bytes."""
