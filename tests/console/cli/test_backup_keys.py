"""The key of the installation in a backup: locked by a passphrase, or left out where somebody says so."""

from __future__ import annotations

from pathlib import Path

from tests.support.house import House
from tests.support.keeping import command


def test_the_key_is_nowhere_in_the_set_in_clear(lite_house: House, tmp_path: Path) -> None:
    file = tmp_path / "house.backup"
    command(lite_house.settings, "backup", file)

    content = file.read_bytes()
    assert lite_house.settings.secret_key.encode() not in content
    assert file.stat().st_mode & 0o077 == 0
    assert command(lite_house.settings, "backup", "--verify", file).exit_code == 0


def test_a_wrong_passphrase_opens_nothing(lite_house: House, tmp_path: Path) -> None:
    file = tmp_path / "house.backup"
    command(lite_house.settings, "backup", file)

    done = command(
        lite_house.settings, "backup", "--verify", file, GUICHET_BACKUP_PASSPHRASE="quite another one"
    )

    assert "the passphrase is another one, or the backup was changed" in done.output
    assert done.exit_code == 2


def test_a_machine_with_a_key_of_its_own_takes_that_of_the_set(lite_house: House, tmp_path: Path) -> None:
    file, data = tmp_path / "house.backup", tmp_path / "other"
    command(lite_house.settings, "backup", file)
    url = f"sqlite:///{data / 'guichet.sqlite'}"

    done = command(
        lite_house.settings,
        "restore",
        file,
        GUICHET_SECRET_KEY="",
        GUICHET_DATA=str(data),
        DATABASE_URL=url,
        GUICHET_OWNER_URL=url,
    )

    assert done.exit_code == 0, done.output
    assert (data / "secret").read_text() == lite_house.settings.secret_key
    assert (data / "secret").stat().st_mode & 0o077 == 0


def test_another_key_in_the_environment_is_refused_and_the_right_one_can_be_taken_out(
    lite_house: House, tmp_path: Path
) -> None:
    file, key = tmp_path / "house.backup", tmp_path / "key"
    command(lite_house.settings, "backup", file)

    refused = command(lite_house.settings, "restore", file, GUICHET_SECRET_KEY="another secret " * 3)
    command(lite_house.settings, "restore", "--key-to", key, file)

    assert "another secret key than the console that was kept" in refused.output
    assert key.read_text() == lite_house.settings.secret_key


def test_without_a_passphrase_nothing_is_kept_unless_the_key_stays_out(
    lite_house: House, tmp_path: Path
) -> None:
    file = tmp_path / "house.backup"

    refused = command(lite_house.settings, "backup", file, GUICHET_BACKUP_PASSPHRASE="")
    short = command(lite_house.settings, "backup", file, GUICHET_BACKUP_PASSPHRASE="short")
    done = command(lite_house.settings, "backup", "--without-keys", file, GUICHET_BACKUP_PASSPHRASE="")

    assert "GUICHET_BACKUP_PASSPHRASE must hold the passphrase" in refused.output
    assert "at least 12 signs" in short.output
    assert "secret key: not in it" in done.output
    assert done.exit_code == 0
