"""The pages of the compensation fund."""

from .companies import CompanyView
from .employees import EmployeeView

__all__ = ["CompanyView", "EmployeeView"]
