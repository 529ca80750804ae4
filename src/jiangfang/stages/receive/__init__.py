"""What comes to the city, on paper and electronically, what is wanting, and who is to be urged."""
