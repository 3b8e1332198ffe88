"""Checks of the fund's numbers and data: pure."""
