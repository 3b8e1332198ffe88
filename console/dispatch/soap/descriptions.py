"""WSDL files of a plugin's package: read once, and never anything from anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from console.dispatch.outward import Answer


@dataclass(frozen=True)
class Message:
    """What zeep wants to be posted."""

    address: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer as zeep reads one."""

    status_code: int
    headers: dict[str, str]
    content: bytes
    encoding: str | None = None


class Files:
    """What zeep calls a transport: it reads files, and hands out what it is to post."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def load(self, url: str) -> bytes:
        """Give a file of the package; raises `PermissionError` for anything else that a WSDL may name."""
        file = Path(url).resolve()
        if urlsplit(url).scheme or not file.is_relative_to(self._folder):
            raise PermissionError(
                f"{url} is no file of the package: put it beside the WSDL and name it there"
            )
        return file.read_bytes()

    def post_xml(self, address: str, envelope: Any, headers: dict[str, str]) -> Message:
        """Hand out what would be posted."""
        from lxml.etree import tostring

        body: bytes = tostring(envelope, xml_declaration=True, encoding="utf-8")
        return Message(address, body, {name: str(value) for name, value in headers.items()})


@dataclass(frozen=True)
class Port:
    """One port of a service."""

    client: Any
    binding: Any
    address: str

    def message(self, operation: str, arguments: dict[str, Any], url: str) -> Message:
        """Give an envelope ready to be posted; raises what zeep does for arguments that do not fit."""
        options = {"address": url or self.address}
        with self.client.settings(raw_response=True):
            made: Message = self.binding.send(self.client, options, operation, (), arguments)
        return made

    def result(self, operation: str, answer: Answer) -> Any:
        """Give what an answer says; raises zeep's errors."""
        reply = Reply(answer.status, dict(answer.headers), answer.body)
        return self.binding.process_reply(self.client, self.binding.get(operation), reply)


def port_of(wsdl: Path, service: str, port: str, wsse: Any) -> Port:
    """Give a port of a WSDL, for one conversation; empty names mean the first one."""
    from zeep import Client

    document, files, settings = _read(wsdl)
    client = Client(document, wsse=wsse, transport=files, settings=settings)
    found = document.services[service] if service else next(iter(document.services.values()))
    chosen = found.ports[port] if port else next(iter(found.ports.values()))
    return Port(client, chosen.binding, chosen.binding_options["address"])


@lru_cache(maxsize=32)
def _read(wsdl: Path) -> tuple[Any, Files, Any]:
    from zeep import Settings
    from zeep.wsdl import Document

    files = Files(wsdl.parent)
    settings = Settings(strict=True, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    return Document(str(wsdl.resolve()), files, settings=settings), files, settings
