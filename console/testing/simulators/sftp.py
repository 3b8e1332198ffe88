"""A server on which files are dropped: one counts once it has its final name; the key is that name."""

from __future__ import annotations

import socket
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from console.testing.simulators.ledger import OTHER, Ledger
from console.testing.simulators.looping import LoopSimulator
from console.testing.simulators.scenarios import Behaviour, Scenario

if TYPE_CHECKING:
    import asyncssh

USER, PASSWORD = "guichet", "simulated-sftp-password"
IN, OUT = "in", "out"
"""The folder for what is sent, and the one with what is answered."""
UNFINISHED = (".part", ".tmp", ".filepart")


class FileDrop(LoopSimulator):
    """Takes files over SFTP in the folder `in`; what it answers lies in `out`."""

    scheme = "sftp"

    def __init__(self, key: str, ledger: Ledger, scenario: Scenario, port: int) -> None:
        import asyncssh

        super().__init__(key, ledger, scenario, port)
        self._folder = TemporaryDirectory(prefix="guichet-sftp-")
        self.folder = Path(self._folder.name)
        for name in (IN, OUT):
            (self.folder / name).mkdir()
        self._host_key = asyncssh.generate_private_key("ssh-ed25519")
        self.host_key = self._host_key.export_public_key().decode().strip()
        """What the server proves itself by: a line as in `known_hosts`, without the host."""

    def stop(self) -> None:
        """End the server and remove its files."""
        super().stop()
        self._folder.cleanup()

    async def serve(self, bound: socket.socket) -> Any:
        """Give the running server."""
        import asyncssh

        drop = self

        class Door(asyncssh.SSHServer):
            def begin_auth(self, username: str) -> bool:
                return True

            def password_auth_supported(self) -> bool:
                return True

            def validate_password(self, username: str, password: str) -> bool:
                return (username, password) == (USER, PASSWORD)

        return await asyncssh.listen(
            sock=bound,
            server_factory=Door,
            server_host_keys=[self._host_key],
            sftp_factory=lambda channel: _files_of(drop, channel),
        )

    async def finished(self, name: str, channel: asyncssh.SSHServerChannel[bytes]) -> None:
        """Judge a file that has its final name, and note it; raises what SFTP answers for one that is not taken."""
        import asyncssh

        file = self.folder / IN / name
        body = file.read_bytes()
        behaviour, line = await self.met(name, f"{name} {body.decode('utf-8', 'replace')}", body, {})
        if line.effect == OTHER or behaviour == Behaviour.REJECT:
            file.unlink()
            raise asyncssh.SFTPPermissionDenied("this file is not taken")
        if behaviour in (Behaviour.FAIL, Behaviour.BUSY, Behaviour.PAGE, Behaviour.ERROR_INSIDE):
            file.unlink()
            raise asyncssh.SFTPFailure("the server has a fault")
        if behaviour in (Behaviour.CLOSE, Behaviour.HALF, Behaviour.NEVER):
            channel.get_connection().abort()

    def answer(self, name: str, body: bytes) -> None:
        """Put a file where the console looks for answers, whole or not at all."""
        part = self.folder / OUT / f".{name}.part"
        part.write_bytes(body)
        part.replace(self.folder / OUT / name)


def _files_of(drop: FileDrop, channel: asyncssh.SSHServerChannel[bytes]) -> asyncssh.SFTPServer:
    import asyncssh

    class Files(asyncssh.SFTPServer):
        """A folder of its own; a file counts when it is renamed to its final name."""

        async def rename(self, oldpath: bytes, newpath: bytes) -> None:
            """Let a file have another name, and take it if that is a final one."""
            super().rename(oldpath, newpath)
            await self._renamed(newpath)

        async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
            """Do the same where a file of this name may be there already."""
            super().posix_rename(oldpath, newpath)
            await self._renamed(newpath)

        async def _renamed(self, newpath: bytes) -> None:
            path = Path(newpath.decode())
            if path.parent.name == IN and path.suffix not in UNFINISHED:
                await drop.finished(path.name, channel)

    return Files(channel, chroot=str(drop.folder).encode())
