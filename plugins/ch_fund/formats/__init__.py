"""Readers of the fund's outside formats: bytes in, frozen values out; no Flask, no session."""
