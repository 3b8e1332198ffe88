"""The doctor has one line for each thing, and says what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from config import Settings
from console.base import clock
from console.cli import doctor
from console.cli.doctor import Finding, examine
from tests.conftest import SECRET
from tests.support.clamd import fake_clamd
from tests.support.post import mail_server
from tests.support.storage import storage


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """Give the environment from which these settings are read."""
    return {
        "GUICHET_ENV": "test",
        "GUICHET_SECRET_KEY": SECRET,
        "DATABASE_URL": settings.database_url,
        "GUICHET_OWNER_URL": settings.owner_url,
        "GUICHET_DATA": str(settings.data),
        **more,
    }


def findings(given: dict[str, str], check: str) -> list[Finding]:
    """Give what the doctor finds under one name."""
    return [found for found in examine(given) if found.check == check]


def test_a_sound_console_has_nothing_bad(make_settings: Callable[..., Settings]) -> None:
    found = list(examine(environment(make_settings())))

    assert [one for one in found if one.state == "bad"] == []
    checks = {one.check for one in found}
    assert {"configuration", "secret", "data folder", "space", "clock", "plugins", "database"} <= checks
    assert {"schema", "modules", "languages"} <= checks


def test_every_faulty_setting_has_its_line(tmp_path: Path) -> None:
    given = {
        "GUICHET_ENV": "test",
        "GUICHET_DATA": str(tmp_path),
        "GUICHET_PROXIES": "many",
        "DATABASE_URL": "x",
    }

    assert [(one.state, one.check, one.text[:15]) for one in examine(given)] == [
        ("bad", "configuration", "DATABASE_URL mu"),
        ("bad", "configuration", "GUICHET_PROXIES"),
    ]


def test_an_embedded_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    (found,) = findings({"GUICHET_ENV": "test", "GUICHET_DATA": str(tmp_path)}, "database")

    assert (found.state, found.text) == ("bad", "it is not there yet: run guichet db upgrade")
    assert not (tmp_path / "guichet.sqlite").exists()


def test_a_server_that_does_not_answer_is_said_in_one_line_without_the_password(tmp_path: Path) -> None:
    given = {
        "GUICHET_ENV": "test",
        "GUICHET_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody:geheim@127.0.0.1:1/nothing",
    }

    (found,) = findings(given, "database")

    assert (found.state, found.text[:17]) == ("bad", "it does not answe")
    assert "geheim" not in found.text
    assert "\n" not in found.text


@pytest.mark.parametrize(
    ("statement", "state", "words"),
    [
        ("drop table alembic_version_ch_fund", "bad", "ch_fund is at nothing, not ch_fund_"),
        (
            "update alembic_version_console set version_num = 'console_9999'",
            "bad",
            "console is at console_9999, which this version does not know: install the newer version again",
        ),
    ],
)
def test_tables_that_do_not_fit_the_program_are_named_with_their_owner(
    statement: str, state: str, words: str, make_settings: Callable[..., Settings]
) -> None:
    settings = make_settings()
    changed(settings, statement)

    texts = [one.text for one in findings(environment(settings), "schema") if one.state == state]

    assert len(texts) == 1
    assert texts[0].startswith(words)


def test_an_application_role_that_owns_the_tables_is_bad(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings()
    if settings.database_url.startswith("sqlite"):
        assert findings(environment(settings), "database role") == []
        return
    given = environment(settings, DATABASE_URL=settings.owner_url)

    assert {one.state for one in findings(given, "database role")} == {"bad"}


def test_a_time_zone_that_does_not_exist_is_named_with_its_institution(
    make_settings: Callable[..., Settings],
) -> None:
    settings = make_settings()
    changed(settings, "update inst_institution set zone = 'Europe/Bern' where short_name = 'CC Léman'")

    (found,) = findings(environment(settings), "time zone")

    assert (found.state, found.text) == ("bad", "CC Léman: the zone Europe/Bern is not known: correct it")


def test_a_module_that_lacks_settings_is_named_with_its_institution(
    make_settings: Callable[..., Settings],
) -> None:
    settings = make_settings()
    changed(settings, "update inst_plugin set settings = '{}' where plugin = 'ch_fund'")

    found = findings(environment(settings), "modules")

    assert {one.state for one in found} & {"warn", "bad"}
    assert any(one.text.startswith("CC Léman: ch_fund: ") for one in found)


def test_a_faulty_plugin_has_its_line(make_settings: Callable[..., Settings]) -> None:
    found = findings(environment(make_settings(), GUICHET_PLUGINS="ch_found"), "plugins")

    assert [one.state for one in found] == ["bad"]
    assert found[0].text.startswith("GUICHET_PLUGINS names the plugin ch_found, which is not installed")


def test_a_secret_that_repeats_itself_is_bad(make_settings: Callable[..., Settings]) -> None:
    (found,) = findings(environment(make_settings(), GUICHET_SECRET_KEY="a" * 40), "secret")

    assert found.state == "bad"


def test_a_secret_that_others_may_read_is_bad(tmp_path: Path) -> None:
    given = {"GUICHET_ENV": "test", "GUICHET_DATA": str(tmp_path)}
    assert [one.state for one in findings(given, "secret")] == ["ok"]
    (tmp_path / "secret").chmod(0o644)

    (found,) = findings(given, "secret")

    assert (found.state, found.text[-9:]) == ("bad", "chmod 600")


def test_a_data_folder_that_everybody_may_look_into_is_warned_of(tmp_path: Path) -> None:
    given = {"GUICHET_ENV": "test", "GUICHET_DATA": str(tmp_path)}
    tmp_path.chmod(0o755)

    assert [one.state for one in findings(given, "data folder")] == ["warn"]
    tmp_path.chmod(0o700)
    assert [one.state for one in findings(given, "data folder")] == ["ok"]


@pytest.mark.parametrize(
    ("free", "state"), [(50_000_000, "bad"), (500_000_000, "warn"), (5_000_000_000, "ok")]
)
def test_little_space_is_said(free: int, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type(shutil.disk_usage(tmp_path))
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage(free, 0, free))

    assert [
        one.state for one in findings({"GUICHET_ENV": "test", "GUICHET_DATA": str(tmp_path)}, "space")
    ] == [state]


def test_a_clock_from_before_this_version_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(1970, 1, 1, tzinfo=UTC))

    (found,) = findings({"GUICHET_ENV": "test", "GUICHET_DATA": str(tmp_path)}, "clock")

    assert (found.state, found.text) == ("bad", "this machine says it is 1970-01-01 00:00 UTC: set it")


def changed(settings: Settings, statement: str) -> None:
    """Change the database behind the console's back."""
    engine = create_engine(settings.owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_the_mail_server_is_really_tried(make_settings: Callable[..., Settings]) -> None:
    with mail_server() as server:
        smtp = {
            "GUICHET_MAIL": "smtp",
            "GUICHET_SMTP_HOST": "localhost",
            "GUICHET_SMTP_PORT": str(server.port),
            "GUICHET_SMTP_SECURITY": "none",
            "GUICHET_MAIL_FROM": "console@fund.example",
        }
        settings = make_settings()
        assert [one.state for one in findings(environment(settings, **smtp), "E-mail")] == ["ok"]
    (found,) = findings(environment(settings, **smtp), "E-mail")
    assert (found.state, server.messages) == ("bad", [])


def test_a_storage_and_a_clamd_are_really_asked(make_settings: Callable[..., Settings]) -> None:
    with storage() as (bucket, client), fake_clamd() as clamd:
        given = environment(
            make_settings(),
            GUICHET_FILES=f"s3://{bucket.place}",
            GUICHET_S3_ENDPOINT=bucket.endpoint,
            GUICHET_S3_REGION=bucket.region,
            GUICHET_S3_KEY=bucket.key,
            GUICHET_S3_SECRET=bucket.secret,
            GUICHET_CLAMD=clamd.address,
        )
        (files,), (viruses,) = findings(given, "files"), findings(given, "viruses")
        clamd.answer = b"220 mail ready"
        client.delete_bucket(Bucket=bucket.place.partition("/")[0])
        (gone,), (foreign,) = findings(given, "files"), findings(given, "viruses")

    assert (files.state, viruses.state) == ("ok", "ok")
    assert bucket.place in files.text
    assert "ClamAV 1.4.3" in viruses.text
    assert (gone.state, foreign.state) == ("bad", "bad")
    assert "documents are refused" in gone.text
