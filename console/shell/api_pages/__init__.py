"""The description of the open API, to read and to try."""
