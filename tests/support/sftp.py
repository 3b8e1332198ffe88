"""A real SFTP server on loopback, which can break off, keep silent and show another key."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh

USER, PASSWORD = "fund", "a password of the tests"
HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")
OUR_KEY = asyncssh.generate_private_key("ssh-ed25519")


@dataclass
class Drop:
    """A folder that is served; `breaks` is the operation at which the server ends the conversation, once."""

    folder: Path
    port: int = 0
    breaks: str = ""
    did: list[str] = field(default_factory=list)

    @property
    def host_key(self) -> str:
        return HOST_KEY.export_public_key().decode().strip()

    @property
    def files(self) -> dict[str, bytes]:
        return {
            str(one.relative_to(self.folder)): one.read_bytes()
            for one in sorted(self.folder.rglob("*"))
            if one.is_file()
        }


@contextmanager
def sftp_server(folder: Path) -> Iterator[Drop]:
    """Serve a folder to `USER` by password or key."""
    drop = Drop(folder)

    class Files(asyncssh.SFTPServer):
        def __init__(self, chan: Any) -> None:
            super().__init__(chan, chroot=str(folder))
            self._conn = chan.get_connection()

        def rename(self, oldpath: bytes, newpath: bytes) -> None:
            drop.did.append("rename")
            if drop.breaks == "before":
                drop.breaks = ""
                self._conn.abort()
                raise asyncssh.SFTPConnectionLost("gone")
            super().rename(oldpath, newpath)
            if drop.breaks == "after":
                drop.breaks = ""
                self._conn.abort()

    class Server(asyncssh.SSHServer):
        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

        def public_key_auth_supported(self) -> bool:
            return True

        def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
            return username == USER and key == OUR_KEY.convert_to_public()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1", 0, server_host_keys=[HOST_KEY], sftp_factory=Files, server_factory=Server
        )

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    drop.port = server.get_port()
    try:
        yield drop
    finally:
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _closed(server: asyncssh.SSHAcceptor) -> None:
    server.close()
    await server.wait_closed()
    mine = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not mine]
    for task in others:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*others, return_exceptions=True)
