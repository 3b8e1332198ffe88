"""Readers and writers of the files of the DSN: bytes in, values out; no Flask, no session."""
