"""The institution of the key, and its themes."""
