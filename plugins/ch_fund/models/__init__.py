"""The tables of the compensation fund."""

from .employee import Employee

__all__ = ["Employee"]
