"""Calling agencies over HTTP: what is the same for all of them."""
