"""Addresses that are told of news."""
