"""Who is told by e-mail that something waits: at once, daily or never, and never with anybody's data."""
