"""Stores the files of a set: many small ones at once, since a disk or a storage answers each of them slowly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

from console.cli.keeping.sets import Member
from console.documents.files import Store

AT_ONCE = 16
SMALL = 1 << 20
"""Bytes up to which a file is read into memory to be stored beside others; a larger one is stored as it is read."""


@contextmanager
def putting(store: Store) -> Iterator[Callable[[Member], None]]:
    """Give what stores a file; all are stored when the block ends well. Raises `StoreFailed`."""
    under_way: set[Future[None]] = set()

    def store_one(institution: int, stream: BinaryIO, size: int) -> None:
        store.put(institution, stream, most=size, look=lambda _path: None)

    def put(member: Member) -> None:
        nonlocal under_way
        if member.size > SMALL:
            store_one(member.institution, member.stream, member.size)
            return
        if len(under_way) >= AT_ONCE:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            _raise_from(done)
        content = BytesIO(member.stream.read())
        under_way.add(threads.submit(store_one, member.institution, content, member.size))

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="guichet-restore") as threads:
        yield put
        _raise_from(wait(under_way).done)


def _raise_from(done: set[Future[None]]) -> None:
    for one in done:
        one.result()
