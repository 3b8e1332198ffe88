"""Where files lie and who looks for viruses in them, read from the environment and checked at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import urlsplit

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[A-Za-z0-9_.=-]+(/[A-Za-z0-9_.=-]+)*")
_HOST = re.compile(r"(?P<host>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):(?P<port>\d{1,5})")


@dataclass(frozen=True)
class BucketSettings:
    """A place in an S3-compatible storage."""

    place: str
    """Bucket and prefix: `files-of-the-fund/guichet`."""
    endpoint: str = ""
    """Address of the storage; empty for Amazon's own."""
    region: str = ""
    key: str = ""
    """Without a key the usual places are asked: the AWS variables, or the role of this machine."""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class FilesSettings:
    """Without a bucket files lie in the data folder; without a scanner nobody looks for viruses."""

    bucket: BucketSettings | None = None
    clamd: str = ""
    """Where clamd listens: `host:port`, or the absolute path of its socket."""


def files_from(environment: Mapping[str, str], kind: str, faults: list[str]) -> FilesSettings:
    """Read where files lie; `kind` is the kind of installation: production speaks TLS with the storage."""
    address = environment.get("GUICHET_FILES", "")
    bucket = _bucket_from(address, environment, kind, faults) if address else None
    if not address and any(environment.get(name) for name in ("GUICHET_S3_ENDPOINT", "GUICHET_S3_KEY")):
        faults.append(
            "GUICHET_FILES must name the bucket for the GUICHET_S3 settings, such as s3://files/guichet"
        )
    return FilesSettings(bucket, _clamd_from(environment.get("GUICHET_CLAMD", ""), faults))


def _bucket_from(
    address: str, environment: Mapping[str, str], kind: str, faults: list[str]
) -> BucketSettings | None:
    scheme, _, place = address.partition("://")
    bucket, _, prefix = place.strip("/").partition("/")
    if scheme != "s3" or not _BUCKET.fullmatch(bucket) or not (prefix == "" or _PREFIX.fullmatch(prefix)):
        faults.append("GUICHET_FILES must be s3://bucket or s3://bucket/prefix, or not set: the data folder")
        return None
    if find_spec("s3fs") is None:
        faults.append("GUICHET_FILES needs the package s3fs: install guichet[s3]")
    endpoint, region = environment.get("GUICHET_S3_ENDPOINT", ""), environment.get("GUICHET_S3_REGION", "")
    schemes = ("https",) if kind == "production" else ("https", "http")
    if endpoint and not _is_address(endpoint, schemes):
        faults.append(
            f"GUICHET_S3_ENDPOINT must be an address beginning with {schemes[0]}://, without a password in it"
        )
    if not re.fullmatch(r"[a-z0-9-]{0,40}", region):
        faults.append(f"GUICHET_S3_REGION must be a region such as eu-central-2, not {region[:40]!r}")
    key, secret = environment.get("GUICHET_S3_KEY", ""), environment.get("GUICHET_S3_SECRET", "")
    if bool(key) != bool(secret):
        faults.append("GUICHET_S3_KEY and GUICHET_S3_SECRET must be set together")
    return BucketSettings(f"{bucket}/{prefix}".rstrip("/"), endpoint, region, key, secret)


def _is_address(endpoint: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(endpoint)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and parts.username is None
    except ValueError:
        return False


def _clamd_from(address: str, faults: list[str]) -> str:
    if not address or (address.startswith("/") and len(address) < 100 and address.isprintable()):
        return address
    found = _HOST.fullmatch(address)
    if found is None or not 0 < int(found["port"]) < 65536:
        faults.append(
            "GUICHET_CLAMD must say where clamd listens: host:port, or the absolute path of its socket"
        )
        return ""
    return address
