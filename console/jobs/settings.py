"""How work is brought to workers, read from the environment and checked at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Literal


@dataclass(frozen=True)
class QueueSettings:
    """`engine` is `embedded` (our own worker) or `celery`, whose `broker` is an address of Redis or RabbitMQ."""

    engine: Literal["embedded", "celery"] = "embedded"
    broker: str = field(default="", repr=False)


def queue_from(environment: Mapping[str, str], faults: list[str]) -> QueueSettings:
    """Read how work is brought to workers."""
    engine, broker = environment.get("GUICHET_ENGINE", "embedded"), environment.get("GUICHET_BROKER", "")
    if engine not in ("embedded", "celery"):
        faults.append(f"GUICHET_ENGINE must be embedded or celery, not {engine[:20]!r}")
        return QueueSettings()
    if engine == "embedded":
        return QueueSettings()
    if not re.fullmatch(r"(rediss?|amqps?)://[^\s]{1,250}", broker):
        faults.append("GUICHET_BROKER must be the address of Redis or RabbitMQ, such as redis://queue:6379/0")
    if find_spec("celery") is None:
        faults.append("GUICHET_ENGINE=celery needs the package celery: install guichet[celery]")
    return QueueSettings("celery", broker)
