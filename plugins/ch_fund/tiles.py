"""Figures for the start page."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import func, select

from console.plugin import Company, Tile, db
from console.plugin import lazy_gettext as _l

from .models import Employee


def tiles() -> list[Tile]:
    """Count members and employees of the person's scope."""
    members = db.session.scalar(select(func.count(Company.id)).where(Company.kind == "member"))
    employees = db.session.scalar(select(func.count()).select_from(Employee))
    return [
        Tile(
            _l("Members"),
            _l("Companies affiliated to the fund"),
            url_for("ch_fund__CompanyView.index"),
            members,
            "company",
        ),
        Tile(
            _l("Employees"),
            _l("People employed by the members"),
            url_for("ch_fund__EmployeeView.index"),
            employees,
            "people",
        ),
    ]
