"""The addresses that agencies call."""
