"""Checking files that somebody brought on a page: in a limited child, forgotten unless she keeps what came of it."""
