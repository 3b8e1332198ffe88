"""Backups: rows, files and keys of a console as one consistent set in one file, and an empty machine made from it.

Words: a *set* is that file; its *manifest* says what is in it; a set is *taken* and *restored*.
"""
