"""The pages of the compensation fund."""

from .child_allowances import ChildAllowanceView
from .companies import CompanyView
from .employees import EmployeeView

__all__ = ["ChildAllowanceView", "CompanyView", "EmployeeView"]
