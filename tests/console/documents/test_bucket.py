"""Files in an S3 storage keep what files on the disk promise; the storage is a real server on the loopback."""

from __future__ import annotations

import base64
import io
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.base import clock
from console.base.errors import NotFound, Unavailable
from console.documents import bucket as bucket_module
from console.documents import service
from console.documents.bucket import Bucket
from console.documents.files import SETTLES, ContentLost, StoreFailed
from console.documents.refusals import FileRefused
from console.documents.service import FileLimits
from console.documents.settings import BucketSettings, FilesSettings
from console.institutions.scope import Scope
from tests.support.house import House
from tests.support.storage import NAME, storage

LIMITS = FileLimits(frozenset({"text"}), 9_000_000)
NOTE = "Beilage: Bestätigung der Schule\n".encode()
FUND = "CC Léman"
LATER = SETTLES + timedelta(hours=1)


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[BucketSettings, Any]]:
    with storage() as found:
        yield found


@pytest.fixture
def client(running: tuple[BucketSettings, Any]) -> Iterator[Any]:
    """Give a foreign client of the bucket, which is empty."""
    client = running[1]
    yield client
    for key in keys(client):
        client.delete_object(Bucket=NAME, Key=key)


@pytest.fixture
def bucket(running: tuple[BucketSettings, Any], client: Any) -> Bucket:
    return Bucket(running[0])


@pytest.fixture
def stored_house(lite_house: House, bucket: Bucket) -> House:
    """Give a console whose files lie in the bucket."""
    files = FilesSettings(bucket=bucket.settings)
    lite_house.app.extensions["guichet_settings"] = replace(lite_house.settings, files=files)
    return lite_house


def keys(client: Any) -> list[str]:
    return [one["Key"] for one in client.list_objects_v2(Bucket=NAME).get("Contents", ())]


def put(bucket: Bucket, content: bytes = NOTE, institution: int = 1) -> Any:
    return bucket.put(institution, io.BytesIO(content), most=9_000_000, look=lambda path: None)[0]


def kept(house: House, content: bytes = NOTE) -> str:
    with house.writing() as session:
        stream = io.BytesIO(content)
        return service.keep(session, stream, "b.txt", LIMITS, user_id=1, company_id=None).reference


def sweep(house: House, later: timedelta) -> None:
    with house.app.app_context(), clock.at(clock.now() + later):
        service.sweep(Scope((house.institution(FUND),), purpose="sweep"))


def test_what_was_kept_reads_back(stored_house: House, client: Any) -> None:
    large = NOTE * 200_000
    reference = kept(stored_house, large)

    with stored_house.reading() as session:
        file = service.find(session, reference)
        with service.content_of(file) as content:
            assert content.read() == large
        assert keys(client) == [f"guichet/{stored_house.institution(FUND)}/{file.sha256[:2]}/{file.sha256}"]
    assert not (stored_house.settings.data / "files").exists()


def test_another_institution_does_not_find_the_content(bucket: Bucket) -> None:
    content = put(bucket)

    with pytest.raises(ContentLost):
        bucket.open(2, content)


def test_the_same_content_lies_there_once(bucket: Bucket, client: Any) -> None:
    assert put(bucket) == put(bucket)
    assert len(keys(client)) == 1


def test_a_refused_file_never_reaches_the_storage(bucket: Bucket, client: Any) -> None:
    def look(path: Path) -> None:
        raise FileRefused("infected")

    for content, most in ((NOTE, 1000), (b"", 1000), (NOTE, 3)):
        with pytest.raises(FileRefused):
            bucket.put(1, io.BytesIO(content), most=most, look=look)
    assert keys(client) == []


@pytest.mark.parametrize("foreign", [b"short", NOTE.swapcase(), None], ids=["shorter", "as long", "gone"])
def test_bytes_that_somebody_changed_are_not_given_out(
    stored_house: House, client: Any, foreign: bytes | None
) -> None:
    reference = kept(stored_house)
    (key,) = keys(client)
    if foreign is None:
        client.delete_object(Bucket=NAME, Key=key)
    else:
        client.put_object(Bucket=NAME, Key=key, Body=foreign)

    with stored_house.reading() as session, pytest.raises(Unavailable, match="cannot be read"):
        service.content_of(service.find(session, reference))


def test_the_storage_is_told_the_digest_to_check(bucket: Bucket, client: Any) -> None:
    content = put(bucket)

    (key,) = keys(client)
    said = client.head_object(Bucket=NAME, Key=key, ChecksumMode="ENABLED")["ChecksumSHA256"]
    assert base64.b64decode(said).hex() == content.sha256


def test_a_file_that_nobody_claims_is_put_aside_and_then_gone(stored_house: House, client: Any) -> None:
    reference = kept(stored_house)
    sweep(stored_house, timedelta(days=6))
    assert len(keys(client)) == 1

    sweep(stored_house, timedelta(days=8))

    with stored_house.writing() as session, pytest.raises(NotFound):
        service.find(session, reference)
    (aside,) = keys(client)
    assert "/aside/" in aside
    sweep(stored_house, timedelta())
    assert keys(client) == [aside]
    sweep(stored_house, LATER)
    assert keys(client) == []


def test_content_that_is_claimed_stays(stored_house: House, client: Any) -> None:
    with stored_house.writing() as session:
        service.claim(session, [kept(stored_house)])
    for days in (8, 16):
        sweep(stored_house, timedelta(days=days))

    assert len(keys(client)) == 1


def test_content_stored_again_while_it_is_swept_is_still_found(bucket: Bucket, client: Any) -> None:
    content = put(bucket)
    with clock.at(clock.now() + LATER):
        (settled,) = bucket.settled(1)
        bucket.remove(1, settled)  # another process stored it again just before, and commits its row now

    with bucket.open(1, content) as file:
        assert file.read() == NOTE
    assert bucket.settled(1) == []


def test_content_that_is_young_again_is_left_where_it_is(bucket: Bucket, client: Any) -> None:
    put(bucket)
    with clock.at(clock.now() + LATER):
        (settled,) = bucket.settled(1)
    before = keys(client)

    bucket.remove(1, settled)

    assert keys(client) == before


def test_the_sweep_of_one_institution_leaves_the_others_alone(bucket: Bucket) -> None:
    for institution in (1, 11):
        put(bucket, institution=institution)

    with clock.at(clock.now() + LATER):
        assert [path.parts[-3] for path in bucket.settled(1)] == ["1"]


def test_a_storage_that_cannot_be_used_refuses_the_file_in_a_sentence(stored_house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    before: BucketSettings = stored_house.app.extensions["guichet_settings"].files.bucket
    files = FilesSettings(bucket=replace(before, endpoint=f"http://127.0.0.1:{port}"))
    stored_house.app.extensions["guichet_settings"] = replace(stored_house.settings, files=files)

    with pytest.raises(FileRefused, match="cannot be stored"):
        kept(stored_house)


def test_a_storage_that_never_answers_is_not_waited_for(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket_module, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(StoreFailed):
            put(Bucket(replace(bucket.settings, endpoint=endpoint)))


def test_a_bucket_that_does_not_exist_is_told(bucket: Bucket) -> None:
    foreign = Bucket(replace(bucket.settings, place="no-such-bucket/guichet"))

    with pytest.raises(StoreFailed):
        put(foreign)
    with pytest.raises(StoreFailed):
        foreign.check()


def test_the_check_leaves_nothing_behind(bucket: Bucket, client: Any) -> None:
    assert "files-of-the-fund/guichet" in bucket.check()
    assert keys(client) == []
