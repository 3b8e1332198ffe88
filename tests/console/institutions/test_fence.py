"""The fence reads final SQL: it lets nothing through that could read another institution's rows, and nothing sound fails."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sqlalchemy import event

from console.base.model import Model
from console.institutions.fence import Fence
from console.institutions.scope import scoped_models
from console.institutions.sessions import db
from tests.contract.routes import ask_every_page
from tests.contract.secret import OWN_KEYS
from tests.support.house import House

ROOT = Path(__file__).resolve().parents[3]
FENCE = Fence(["party_company", "ch_fund_employee", "audit_entry"])

LEAKS = {
    "bare": "SELECT * FROM party_company",
    "quoted": 'SELECT "name" FROM "party_company"',
    "upper case": "SELECT NAME FROM PARTY_COMPANY",
    "mixed case": "select Name from Party_Company",
    "schema": "SELECT * FROM public.party_company",
    "quoted schema": 'SELECT * FROM "public"."party_company"',
    "alias": "SELECT c.* FROM party_company c WHERE party_company.institution_id = ?",
    "alias with as": "SELECT c.* FROM party_company AS c WHERE c.id = ?",
    "alias on the next line": "SELECT c.* FROM party_company\n   AS\n c WHERE c.id = ?",
    "quoted alias": 'SELECT "c".* FROM "party_company" AS "c" WHERE "c"."id" = ?',
    "comment between": "SELECT * FROM/**/party_company/* x */WHERE 1 = 1",
    "predicate in a comment": "SELECT * FROM party_company /* party_company.institution_id = ? */",
    "predicate after two dashes": "SELECT * FROM party_company -- party_company.institution_id = ?",
    "predicate in a text": "SELECT 'party_company.institution_id = ?' FROM party_company",
    "text in a quoted name": """SELECT "it's" FROM party_company WHERE "it's" = ''""",
    "name as text": "SELECT * FROM 'party_company'",
    "name as text after a join": "SELECT * FROM x JOIN 'party_company' ON 1 = 1",
    "name as text in a list": "SELECT * FROM x, 'party_company'",
    "brackets": "SELECT * FROM [party_company]",
    "backticks": "SELECT * FROM `party_company`",
    "comma": "SELECT * FROM party_company, ch_fund_employee WHERE party_company.institution_id = ?",
    "self join": "SELECT * FROM party_company AS a JOIN party_company AS b ON a.id = b.id WHERE a.institution_id = ?",
    "cross join": "SELECT * FROM party_company CROSS JOIN x",
    "sub-select": "SELECT (SELECT max(name) FROM party_company) FROM inst_institution",
    "sub-select beside": "SELECT 1 FROM party_company AS a WHERE a.institution_id = ? AND a.id IN (SELECT id FROM party_company)",
    "exists": "SELECT 1 FROM inst_institution WHERE EXISTS (SELECT 1 FROM party_company)",
    "cte": "WITH x AS (SELECT * FROM party_company) SELECT * FROM x",
    "cte of that name": "WITH party_company AS (SELECT * FROM other) SELECT * FROM party_company",
    "union": "SELECT name FROM party_company WHERE party_company.institution_id = ? UNION SELECT name FROM party_company",
    "constant": "SELECT * FROM party_company WHERE party_company.institution_id = 2",
    "not equal": "SELECT * FROM party_company WHERE party_company.institution_id <> ?",
    "greater": "SELECT * FROM party_company WHERE party_company.institution_id >= ?",
    "column to column": "SELECT * FROM party_company WHERE party_company.institution_id = party_company.institution_id",
    "in a select": "SELECT * FROM party_company WHERE party_company.institution_id IN (SELECT id FROM inst_institution)",
    "bare column": "SELECT * FROM party_company WHERE institution_id = ?",
    "longer alias": "SELECT * FROM party_company AS c WHERE xc.institution_id = ?",
    "for update": "SELECT * FROM party_company FOR UPDATE",
    "table command": "TABLE party_company",
    "copy": "COPY party_company TO STDOUT",
    "insert select": "INSERT INTO other SELECT * FROM party_company",
    "insert": "INSERT INTO party_company (institution_id) VALUES (?)",
    "insert or replace": "INSERT OR REPLACE INTO party_company (institution_id) VALUES (?)",
    "replace": "REPLACE INTO party_company (institution_id) VALUES (?)",
    "update": "UPDATE party_company SET name = ? WHERE party_company.id = ?",
    "update quoted": 'update "party_company" set name = ? where id = ?',
    "update only": "UPDATE ONLY party_company SET name = ?",
    "update from": "UPDATE inst_institution SET name = c.name FROM party_company AS c WHERE c.id = ?",
    "update moves": "UPDATE party_company SET institution_id = ? WHERE party_company.institution_id = ?",
    "update moves too": 'UPDATE "party_company" SET name = ?, "institution_id"=? WHERE party_company.institution_id = ?',
    "delete": "DELETE FROM party_company",
    "delete using": "DELETE FROM inst_part USING party_company WHERE party_company.id = inst_part.pilot",
    "truncate": "TRUNCATE party_company",
    "drop": "DROP TABLE party_company",
}  # fmt: skip

SOUND = {
    "one table": "SELECT party_company.id FROM party_company WHERE party_company.institution_id = ?",
    "psycopg": "SELECT party_company.id FROM party_company WHERE party_company.institution_id = %(institution_id_1)s::INTEGER",
    "several": "SELECT party_company.id FROM party_company WHERE party_company.institution_id IN (?, ?)",
    "several psycopg": "SELECT 1 FROM party_company WHERE party_company.institution_id IN (%(institution_id_1_1)s, %(i_2)s)",
    "quoted": 'SELECT "party_company"."id" FROM "party_company" WHERE "party_company"."institution_id" = ?',
    "quoted alias": 'SELECT "c"."id" FROM "party_company" AS "c" WHERE "c"."institution_id" = ?',
    "upper case": "SELECT * FROM PARTY_COMPANY P WHERE P.INSTITUTION_ID = ?",
    "alias": "SELECT p.id \nFROM party_company AS p \nWHERE p.institution_id = ?",
    "join": "SELECT 1 FROM ch_fund_employee JOIN party_company ON party_company.id = ch_fund_employee.company_id AND party_company.institution_id = ? WHERE ch_fund_employee.institution_id = ?",
    "outer join": "SELECT 1 FROM ch_fund_employee LEFT OUTER JOIN party_company AS c ON c.id = ch_fund_employee.company_id AND c.institution_id = ? WHERE ch_fund_employee.institution_id = ?",
    "full join": "SELECT 1 FROM ch_fund_employee FULL OUTER JOIN party_company ON party_company.institution_id = ? AND ch_fund_employee.institution_id = ?",
    "cross join": "SELECT 1 FROM party_company CROSS JOIN x WHERE party_company.institution_id = ?",
    "comma": "SELECT 1 FROM party_company, audit_entry WHERE party_company.institution_id = ? AND audit_entry.institution_id = ?",
    "sub-select": "SELECT count(*) FROM (SELECT party_company.id AS id FROM party_company WHERE party_company.institution_id = ? LIMIT ?) AS anon_1",
    "union": "SELECT a.id FROM party_company AS a WHERE a.institution_id = ? UNION SELECT b.id FROM party_company AS b WHERE b.institution_id = ?",
    "for update": "SELECT 1 FROM party_company WHERE party_company.institution_id = ? FOR UPDATE",
    "tablesample": "SELECT 1 FROM party_company TABLESAMPLE SYSTEM (1) WHERE party_company.institution_id = ?",
    "name inside a text": "SELECT 1 FROM inst_plugin WHERE subject = 'party_company'",
    "name inside a comment": "SELECT 1 /* party_company */ FROM inst_plugin -- ch_fund_employee",
    "part of a longer name": "SELECT 1 FROM old_party_company JOIN party_company_copy ON 1 = 1",
    "as a column": "SELECT x.party_company_id FROM x",
    "update by query": "UPDATE party_company SET name=? WHERE party_company.institution_id = ?",
    "delete by query": "DELETE FROM party_company WHERE party_company.institution_id = ?",
    "delete by query of several": "DELETE FROM party_company WHERE party_company.institution_id IN (?, ?)",
    "update with a sub-select": "UPDATE inst_part SET n = (SELECT max(c.id) FROM party_company AS c WHERE c.institution_id = ?) WHERE id = ?",
    "savepoint": "SAVEPOINT sa_savepoint_1",
}  # fmt: skip

UNIT_OF_WORK = (
    "INSERT INTO party_company (institution_id, number) VALUES (?, ?) RETURNING id",
    "UPDATE party_company SET name=?, version=? WHERE party_company.id = ? AND party_company.version = ?",
    "DELETE FROM party_company WHERE party_company.id = ? AND party_company.version = ?",
)


@pytest.mark.parametrize("case", LEAKS)
def test_a_table_without_its_institution_is_found(case: str) -> None:
    assert FENCE.fault(LEAKS[case]) is not None


@pytest.mark.parametrize("case", SOUND)
def test_a_sound_statement_passes(case: str) -> None:
    assert FENCE.fault(SOUND[case]) is None


@pytest.mark.parametrize("statement", UNIT_OF_WORK)
def test_rows_are_written_by_key_in_the_unit_of_work_only(statement: str) -> None:
    assert FENCE.fault(statement, flushing=True) is None
    assert FENCE.fault(statement) == "party_company"


@pytest.mark.parametrize(
    "case", [case for case in LEAKS if LEAKS[case].startswith(("SELECT", "WITH", "select"))]
)
def test_the_unit_of_work_reads_no_more_than_anybody(case: str) -> None:
    assert FENCE.fault(LEAKS[case], flushing=True) is not None


@pytest.mark.parametrize("statement", [*SOUND.values(), *UNIT_OF_WORK])
def test_a_closed_session_touches_no_scoped_table_whatever_it_names(statement: str) -> None:
    named = any(
        f" {table}" in f" {statement.casefold()}" or f'"{table}"' in statement
        for table in ("party_company", "ch_fund_employee")
    )
    harmless = (
        "name inside a text",
        "name inside a comment",
        "part of a longer name",
        "as a column",
        "savepoint",
    )
    expected = named and statement not in {SOUND[case] for case in harmless}

    assert (FENCE.fault(statement, closed=True) is not None) == expected


def test_a_fence_without_tables_stops_nothing() -> None:
    assert Fence([]).fault("SELECT * FROM party_company") is None


def test_no_statement_of_the_running_console_is_refused(house: House) -> None:
    """The fence would answer 500; what it judged is looked at once more, so that no early verdict hides a late one."""
    seen: set[str] = set()
    with house.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_: seen.add(statement))
    people = [house.browser(name) for name in ("claire", "nora", "petra")]
    # No row has one of these numbers: any two are the same question, asked twice.
    numbers = OWN_KEYS[:2]
    answers = [answer for browser in people for answer in ask_every_page(house.app, browser, numbers=numbers)]

    refused = [f"{answer.status} {answer.path}" for answer in answers if answer.status >= 500]
    scoped = {model.__tablename__ for model in scoped_models(Model.registry)}
    assert refused == []
    assert sum(any(name in statement for name in scoped) for statement in seen) > 10


def test_the_statements_excused_from_the_fence_are_these() -> None:
    """Each use of the option is a statement nobody checks: a new one wants a reason."""
    found = {}
    for folder in ("console", "plugins"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            uses = sum(
                isinstance(node, ast.Name) and node.id == "NAMED_QUERY" and isinstance(node.ctx, ast.Load)
                for node in ast.walk(ast.parse(file.read_text("utf-8")))
            )
            if uses or "guichet_named_query" in file.read_text("utf-8"):
                found[file.relative_to(ROOT).as_posix()] = uses

    assert (
        found
        == {
            "console/dispatch/batches.py": 1,  # envelopes, attempts and exchanges with their institution in each row
            "console/institutions/fence.py": 2,  # where it is looked at
            "console/institutions/guard.py": 1,  # refreshing a row the session holds already
            "console/mailbox/counters.py": 2,  # changing counters in the order of their keys; locking them for a repair
        }
    )
