"""Dossiers and what happened in them."""
