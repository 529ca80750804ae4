"""What anyone may see: notices, publicity lists, the check of a plaque; it comes once a stage has something public."""
