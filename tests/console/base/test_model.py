"""Columns mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm.exc import StaleDataError

from console.audit.models import AuditEntry
from console.base.model import Model
from console.parties.models import Company
from tests.support.house import House


def test_a_moment_comes_back_as_the_same_moment_in_utc(standing_house: House) -> None:
    moment = datetime(2026, 3, 29, 2, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
    with pytest.raises(ZeroDivisionError), standing_house.writing() as session:
        entry = AuditEntry(at=moment, actor_name="Eva", action="test", facts={})
        session.add(entry)
        session.flush()
        session.refresh(entry)
        assert entry.at == moment
        assert entry.at.tzinfo is UTC
        raise ZeroDivisionError


def test_a_moment_without_a_zone_is_not_stored(standing_house: House) -> None:
    with pytest.raises(StatementError, match="zone"), standing_house.writing() as session:
        session.add(AuditEntry(at=datetime(2026, 1, 1), actor_name="Eva", action="test", facts={}))
        session.flush()


def test_a_row_that_changed_meanwhile_is_not_overwritten(standing_house: House) -> None:
    with pytest.raises(StaleDataError), standing_house.writing() as session:
        row = session.scalars(select(Company)).first()
        row.name = "X"
        table = Company.__table__
        mine = (table.c.institution_id == row.institution_id, table.c.id == row.id)
        with session.no_autoflush:
            session.execute(table.update().where(*mine).values(version=9))
        session.flush()


def test_every_constraint_of_our_tables_has_a_name_that_a_migration_can_call() -> None:
    ours = [table for table in Model.metadata.tables.values() if not table.name.startswith("ab_")]
    nameless = [str(c) for table in ours for c in table.constraints if not c.name]
    assert nameless == []
