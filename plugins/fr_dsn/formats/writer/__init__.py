"""Writes DSN files: the same norm tables that check a file say what may be written, and in which order."""
