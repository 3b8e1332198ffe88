"""Rows of a sheet against rows we have: what would be new, what changes, what cannot be taken over."""
