"""The first peer of the mailbox's page: Flask-AppBuilder's list of the same messages.

Nothing of the console is imported. What it leaves out favours it: no counts, no row-level security, and fewer
columns than the page of the console reads.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from flask_appbuilder import Model, ModelView
from flask_appbuilder.models.sqla.filters import FilterEqual
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmarks.mailbox_seeding import FOLDER

LISTED = ["subject", "company", "person", "theme", "type", "desk_at", "assigned_to"]


class Company(Model):
    """Who a message is from."""

    __tablename__ = "party_company"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))

    def __repr__(self) -> str:
        return self.name


class Message(Model):
    """A message, as far as it is listed or searched."""

    __tablename__ = "mail_message"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    institution_id: Mapped[int] = mapped_column(Integer)
    company_id: Mapped[int] = mapped_column(ForeignKey("party_company.id"))
    subject: Mapped[str] = mapped_column(String(200))
    person: Mapped[str] = mapped_column(String(120))
    theme: Mapped[str] = mapped_column(String(121))
    type: Mapped[str] = mapped_column(String(120))
    desk: Mapped[str] = mapped_column(String(9))
    desk_at: Mapped[datetime.datetime] = mapped_column(DateTime)
    assigned_to: Mapped[int | None] = mapped_column(Integer)
    company: Mapped[Company] = relationship(Company)


class StockMailView(ModelView):
    """Stock defaults: every column and relation can be searched."""

    datamodel = SQLAInterface(Message)
    list_columns = LISTED
    base_order = ("desk_at", "desc")
    page_size = 25


class PlainMailView(ModelView):
    """Tuned by its author: the relation is left out of the search form."""

    datamodel = SQLAInterface(Message)
    list_columns = LISTED
    search_columns = ["subject", "person", "theme", "type", "desk_at"]
    base_order = ("desk_at", "desc")
    page_size = 25


def views(institution: int) -> Sequence[type[Any]]:
    """Give the two lists, cut down to one folder of an institution."""
    for view in (StockMailView, PlainMailView):
        view.base_filters = [["institution_id", FilterEqual, institution], ["desk", FilterEqual, FOLDER]]
    return StockMailView, PlainMailView
