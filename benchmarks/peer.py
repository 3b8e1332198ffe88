"""The peer: Flask-AppBuilder as it comes, over the benchmark plugin's tables. Nothing of the console is imported.

What the peer leaves out favours it: it filters by no institution and journals nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask_appbuilder import AppBuilder, Model, ModelView
from flask_appbuilder.models.sqla.base import SQLA
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

USER = "peer"
PASSWORD = "a password of the benchmark"
LISTED = ["number", "name", "day", "kind", "office"]


class Kind(Model):  # type: ignore[misc]
    """One of twenty."""

    __tablename__ = "bench_kind"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    institution_id: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))

    def __repr__(self) -> str:
        return f"{self.number} {self.name}"


class Office(Model):  # type: ignore[misc]
    """One of twenty thousand."""

    __tablename__ = "bench_office"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    institution_id: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))

    def __repr__(self) -> str:
        return f"{self.number} {self.name}"


class Entry(Model):  # type: ignore[misc]
    """One of a million."""

    __tablename__ = "bench_entry"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    institution_id: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    day: Mapped[datetime.date] = mapped_column(Date)
    kind_id: Mapped[int] = mapped_column(ForeignKey("bench_kind.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("bench_office.id"))
    kind: Mapped[Kind] = relationship(Kind)
    office: Mapped[Office] = relationship(Office)


class StockView(ModelView):  # type: ignore[misc]
    """Stock defaults: every column and relation can be searched."""

    datamodel = SQLAInterface(Entry)
    list_columns = LISTED
    page_size = 25


class PlainView(ModelView):  # type: ignore[misc]
    """Tuned by its author: relations are left out of the search form."""

    datamodel = SQLAInterface(Entry)
    list_columns = LISTED
    search_columns = ["number", "name", "day"]
    page_size = 25


def create_app(
    url: str,
    *,
    prepare: bool = False,
    more_views: int = 0,
    views: Sequence[type[Any]] = (StockView, PlainView),
) -> Flask:
    """Give the peer on a database; `prepare` lets it write its permissions and its user first."""
    app = Flask("peer")
    app.config.update(
        SECRET_KEY="a secret of the benchmark, long enough",
        SQLALCHEMY_DATABASE_URI=url,
        FAB_CREATE_DB=prepare,
        FAB_UPDATE_PERMS=prepare,
    )
    db = SQLA()
    db.init_app(app)
    with app.app_context():
        builder = AppBuilder()
        builder.init_app(app, db.session)
        for view in (*views, *map(_copy, range(more_views))):
            builder.add_view(view, view.__name__, category="Benchmark")
        if prepare:
            _add_user(builder)
    app.add_url_rule("/healthz", "healthz", lambda: {"status": "ok"})
    return app


def _copy(number: int) -> type[Any]:
    """Give one more view over a table that fits a screen, for an application with as many views as the console."""
    return type(
        f"More{number}View",
        (ModelView,),
        {"datamodel": SQLAInterface(Kind), "list_columns": ["number", "name"]},
    )


def _add_user(builder: Any) -> None:
    security = builder.sm
    role = security.find_role("Admin")
    if security.find_user(USER) is None:
        security.add_user(USER, "Peer", "Peer", "peer@bench.example", role, PASSWORD)
