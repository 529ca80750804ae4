"""The application: started, filled, attested, submitted, and the opinions given on it in their order."""
