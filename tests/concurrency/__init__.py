"""Many people at once: nothing is mixed up and nothing is lost."""
