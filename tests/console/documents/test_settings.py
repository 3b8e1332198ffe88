"""Where files lie is said in the environment; what is said wrongly is told in one line per fault."""

from __future__ import annotations

import pytest

from console.documents.settings import BucketSettings, FilesSettings, files_from

BUCKET = {"GUICHET_FILES": "s3://files-of-the-fund/guichet/console"}


def faults_of(**environment: str) -> list[str]:
    faults: list[str] = []
    files_from(environment, "production", faults)
    return faults


def test_without_settings_files_lie_in_the_data_folder_and_nobody_looks_for_viruses() -> None:
    faults: list[str] = []

    assert files_from({}, "production", faults) == FilesSettings()
    assert faults == []


def test_a_bucket_is_reached_with_what_the_environment_says() -> None:
    faults: list[str] = []
    given = {
        **BUCKET,
        "GUICHET_S3_ENDPOINT": "https://s3.fund.example:9000",
        "GUICHET_S3_REGION": "eu-central-2",
        "GUICHET_S3_KEY": "key",
        "GUICHET_S3_SECRET": "very-secret",
    }

    found = files_from(given, "production", faults).bucket

    place, endpoint = "files-of-the-fund/guichet/console", "https://s3.fund.example:9000"
    assert found == BucketSettings(place, endpoint, "eu-central-2", "key", "very-secret")
    assert faults == []
    assert "very-secret" not in repr(found)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"GUICHET_FILES": "https://files"}, "GUICHET_FILES"),
        ({"GUICHET_FILES": "s3://"}, "GUICHET_FILES"),
        ({"GUICHET_FILES": "s3://Files"}, "GUICHET_FILES"),
        ({"GUICHET_FILES": "s3://files/a//b"}, "GUICHET_FILES"),
        ({"GUICHET_S3_KEY": "key"}, "GUICHET_FILES"),
        ({**BUCKET, "GUICHET_S3_KEY": "key"}, "GUICHET_S3_SECRET"),
        ({**BUCKET, "GUICHET_S3_REGION": "EU West"}, "GUICHET_S3_REGION"),
        ({**BUCKET, "GUICHET_S3_ENDPOINT": "http://s3.fund.example"}, "https://"),
        ({**BUCKET, "GUICHET_S3_ENDPOINT": "https://key:secret@s3.fund.example"}, "GUICHET_S3_ENDPOINT"),
        ({"GUICHET_CLAMD": "clamd"}, "GUICHET_CLAMD"),
        ({"GUICHET_CLAMD": "clamd:0"}, "GUICHET_CLAMD"),
        ({"GUICHET_CLAMD": "run/clamd.ctl"}, "GUICHET_CLAMD"),
    ],
)
def test_a_faulty_setting_has_its_line(environment: dict[str, str], named: str) -> None:
    (fault,) = faults_of(**environment)
    assert named in fault


@pytest.mark.parametrize("address", ["clamd:3310", "127.0.0.1:3310", "[::1]:3310", "/run/clamav/clamd.ctl"])
def test_clamd_listens_on_a_port_or_a_socket(address: str) -> None:
    assert faults_of(GUICHET_CLAMD=address) == []


def test_a_bucket_needs_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.documents.settings.find_spec", lambda name: None)

    assert faults_of(**BUCKET) == ["GUICHET_FILES needs the package s3fs: install guichet[s3]"]
