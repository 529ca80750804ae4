"""A whole programme from plain values, every fault with its key path."""
