"""An upgrade happens whole or not at all, one at a time, and takes nothing that was there."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from config import Settings
from console.base.errors import ConfigurationError
from console.cli import upgrade_command, upgrading
from console.hooks.owners import Owner
from tests.conftest import settings_for

ROOT = Path(__file__).resolve().parents[2]
FAMILY = """\
op.create_table("invented_parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
op.create_table(
    "invented_child",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("parent_id", sa.Integer, sa.ForeignKey("invented_parent.id", ondelete="CASCADE")),
)
op.execute("insert into invented_parent values (1, 'Rochat'), (2, 'Moser')")
op.execute("insert into invented_child values (1, 1), (2, 1), (3, 2)")
"""


@dataclass
class Invented:
    """An owner whose migrations a test writes."""

    folder: Path

    @property
    def owner(self) -> Owner:
        """Give the owner as an upgrade takes it."""
        return Owner("invented", self.folder, ("invented",))

    def migration(self, number: int, body: str) -> None:
        """Write a migration."""
        before = f"'invented_{number - 1:04}'" if number > 1 else "None"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"invented_{number:04}.py").write_text(
            "import os, signal\nfrom pathlib import Path\nimport sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = 'invented_{number:04}'\ndown_revision = {before}\nbranch_labels = depends_on = None\n\n"
            f"def upgrade():\n{indent(body, '    ')}"
        )


@pytest.fixture
def invented(tmp_path: Path) -> Invented:
    """Give an owner without migrations yet."""
    return Invented(tmp_path / "invented" / "versions")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Give the settings of an empty database, on both databases in turn."""
    if request.param == "sqlite":
        yield settings_for(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path)
        return
    server: Any = request.getfixturevalue("postgresql")
    name = f"empty_{uuid.uuid4().hex[:12]}"
    server.create(name)
    yield settings_for(server.app_url(name), tmp_path, server.owner_url(name))
    server.drop(name)


def upgraded(settings: Settings, *owners: Owner) -> list[str | None]:
    """Upgrade these owners and give how far they are."""
    return [v.present for v in upgrading.upgrade(settings.owner_url, settings.database_url, owners)]


def asked(settings: Settings, question: str) -> list[tuple[Any, ...]]:
    """Ask the database."""
    engine = create_engine(settings.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(question))]
    engine.dispose()
    return found


def test_children_survive_when_the_table_of_their_parents_is_made_anew(
    empty: Settings, invented: Invented
) -> None:
    invented.migration(1, FAMILY)
    upgraded(empty, invented.owner)
    invented.migration(
        2,
        "with op.batch_alter_table('invented_parent', recreate='auto') as batch:\n"
        "    batch.alter_column('name', type_=sa.String(40))\n",
    )

    assert upgraded(empty, invented.owner) == ["invented_0002"]

    assert asked(empty, "select id, parent_id from invented_child order by id") == [(1, 1), (2, 1), (3, 2)]


def test_a_migration_that_leaves_a_row_without_its_parent_is_taken_back(
    tmp_path: Path, invented: Invented
) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path)
    invented.migration(1, FAMILY)
    upgraded(settings, invented.owner)
    invented.migration(2, "op.execute('delete from invented_parent where id = 1')\n")

    with pytest.raises(ConfigurationError, match="left 2 rows of invented_child without their parent"):
        upgraded(settings, invented.owner)

    assert asked(settings, "select count(*) from invented_parent") == [(2,)]


def test_a_failure_in_the_last_owner_leaves_all_of_them_as_they_were(
    empty: Settings, invented: Invented
) -> None:
    invented.migration(1, FAMILY)
    upgraded(empty, invented.owner)
    invented.migration(2, "op.execute(\"insert into invented_parent values (3, 'Keller')\")\n")
    last = Invented(invented.folder.parent / "last")
    last.migration(1, "op.create_table('last_row', sa.Column('id', sa.Integer))\nraise OSError('no')\n")

    with pytest.raises(OSError, match="no"):
        upgraded(empty, invented.owner, Owner("last", last.folder, ("last",)))

    assert asked(empty, "select version_num from alembic_version_invented") == [("invented_0001",)]
    assert asked(empty, "select count(*) from invented_parent") == [(2,)]


def test_a_database_newer_than_the_program_is_refused_untouched(empty: Settings, invented: Invented) -> None:
    invented.migration(1, FAMILY)
    invented.migration(2, "pass\n")
    upgraded(empty, invented.owner)
    (invented.folder / "invented_0002.py").unlink()

    with pytest.raises(
        ConfigurationError, match="at invented invented_0002, which this version does not know"
    ):
        upgraded(empty, invented.owner)


KILLED = """\
import sys
from pathlib import Path
from console.cli import upgrading
from console.hooks.owners import Owner
owner = Owner("invented", Path(sys.argv[2]), ("invented",))
upgrading.upgrade(sys.argv[1], sys.argv[1], [owner])
"""


def test_an_upgrade_killed_half_way_leaves_the_version_and_the_rows_from_before(
    tmp_path: Path, invented: Invented
) -> None:
    file = tmp_path / "house.sqlite"
    settings = settings_for(f"sqlite:///{file}", tmp_path)
    invented.migration(1, FAMILY)
    upgraded(settings, invented.owner)
    invented.migration(
        2,
        "op.execute('delete from invented_child')\nop.drop_table('invented_child')\nos.kill(os.getpid(), 9)\n",
    )

    done = subprocess.run(
        [sys.executable, "-c", KILLED, settings.database_url, str(invented.folder)], cwd=ROOT, check=False
    )

    assert done.returncode == -signal.SIGKILL
    assert asked(settings, "select version_num from alembic_version_invented") == [("invented_0001",)]
    assert asked(settings, "select count(*) from invented_child") == [(3,)]
    invented.migration(2, "op.execute('delete from invented_child where id = 3')\n")
    assert upgraded(settings, invented.owner) == ["invented_0002"]
    assert not file.with_name("house.sqlite.before-upgrade").exists()


def test_the_copy_is_taken_back_when_an_interrupted_upgrade_left_a_damaged_file(
    tmp_path: Path, invented: Invented
) -> None:
    file = tmp_path / "house.sqlite"
    settings = settings_for(f"sqlite:///{file}", tmp_path)
    invented.migration(1, FAMILY)
    upgraded(settings, invented.owner)
    shutil.copyfile(file, f"{file}.before-upgrade")
    file.write_bytes(file.read_bytes()[:6_000])

    assert upgraded(settings, invented.owner) == ["invented_0001"]

    assert asked(settings, "select count(*) from invented_child") == [(3,)]


def test_a_forgotten_copy_never_replaces_rows_written_since(tmp_path: Path, invented: Invented) -> None:
    file = tmp_path / "house.sqlite"
    settings = settings_for(f"sqlite:///{file}", tmp_path)
    invented.migration(1, FAMILY)
    upgraded(settings, invented.owner)
    shutil.copyfile(file, f"{file}.before-upgrade")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("insert into invented_parent values (3, 'Keller')")

    upgraded(settings, invented.owner)

    assert asked(settings, "select count(*) from invented_parent") == [(3,)]


def test_two_upgrades_at_once_do_not_collide(empty: Settings) -> None:
    environment = {
        **os.environ,
        "GUICHET_ENV": "test",
        "GUICHET_SECRET_KEY": empty.secret_key,
        "GUICHET_DATA": str(empty.data),
        "DATABASE_URL": empty.database_url,
        "GUICHET_OWNER_URL": empty.owner_url,
    }
    command = [sys.executable, "-m", "tests.external.guichet", "db", "upgrade"]
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]

    said = [process.communicate()[0].decode() for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert said[0] == said[1]


def test_an_upgrade_says_how_far_each_owner_is_and_nothing_else(empty: Settings) -> None:
    lines = list(upgrade_command.run(empty))

    assert [line.partition(":")[0] for line in lines] == ["console", "ch_fund", "fr_dsn"]


def test_a_right_taken_from_a_role_stays_taken(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings()
    mine = (
        "select count(*) from ab_permission_view_role g join ab_role r on r.id = g.role_id "
        "where r.name = 'case_worker'"
    )
    ((before,),) = asked(settings, mine)
    engine = create_engine(settings.owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(
            text(
                "delete from ab_permission_view_role where role_id = (select id from ab_role where "
                "name = 'case_worker') and permission_view_id = (select min(permission_view_id) from "
                "ab_permission_view_role where role_id = (select id from ab_role where name = 'case_worker'))"
            )
        )
    engine.dispose()

    list(upgrade_command.run(settings))

    assert asked(settings, mine) == [(before - 1,)]


def test_a_right_that_is_new_is_granted_to_the_roles_it_names(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings()
    mine = "select count(*) from ab_permission_view_role"
    before = asked(settings, mine)
    engine = create_engine(settings.owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        newest = "(select max(id) from ab_permission_view)"
        connection.execute(text(f"delete from ab_permission_view_role where permission_view_id = {newest}"))
        connection.execute(text(f"delete from ab_permission_view where id = {newest}"))
    engine.dispose()
    assert asked(settings, mine) != before

    list(upgrade_command.run(settings))

    assert asked(settings, mine) == before
