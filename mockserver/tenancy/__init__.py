"""The organizations of a server: each with its exchange, lock, clock, journal and deliveries."""
