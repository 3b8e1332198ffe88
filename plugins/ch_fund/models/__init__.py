"""The tables of the compensation fund."""

from .child_allowance import ChildAllowance
from .employee import Employee

__all__ = ["ChildAllowance", "Employee"]
