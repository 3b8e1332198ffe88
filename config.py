"""Settings of the console, read from the environment and checked at once.

`settings_from(os.environ)` gives a frozen `Settings` or raises `ConfigurationError` with one line per fault, so that a
person can mend all of them in one go. Without any variable the console runs embedded: SQLite and a secret of its own
under `var/`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from console.base.errors import ConfigurationError
from console.dispatch.practice import PracticeSettings, practice_from, reaching
from console.dispatch.settings import (
    MailSettings,
    OutwardSettings,
    SmsSettings,
    address_from,
    mail_from,
    outward_from,
    sms_from,
)
from console.documents.settings import FilesSettings, files_from
from console.factors.settings import CertificateSettings, certificates_from
from console.jobs.settings import QueueSettings, queue_from

LANGUAGES = {"en": "English", "fr": "Français", "de": "Deutsch", "nl": "Nederlands"}
ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """Everything the console can be told from outside."""

    environment: Literal["production", "development", "test"]
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    owner_url: str = field(repr=False)
    """Address of the role that owns the tables; only migrations use it."""
    data: Path
    """Folder for the embedded database, uploads and copies."""
    hosts: tuple[str, ...]
    proxies: int
    """How many reverse proxies stand in front; their headers are believed, no others."""
    plugins: tuple[str, ...] | None
    """Names of the plugins to load; `None` loads all that are installed."""
    session_hours: int
    idle_minutes: int
    log_format: Literal["json", "text"]
    worker: bool
    """Whether the web process runs the embedded worker."""
    metrics_token: str = field(repr=False)
    address: str
    """With which links in e-mails begin; empty: as the request is asked, or on this machine."""
    mail: MailSettings
    sms: SmsSettings
    outward: OutwardSettings
    queue: QueueSettings
    """How work reaches the workers."""
    practice: PracticeSettings
    files: FilesSettings
    certificates: CertificateSettings

    @property
    def is_production(self) -> bool:
        """Say whether real data is at stake."""
        return self.environment == "production"

    def flask(self) -> dict[str, Any]:
        """Give what Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(self.database_url),
            "TESTING": self.environment == "test",
            "TRUSTED_HOSTS": list(self.hosts) or None,
            "FAB_SAFE_REDIRECT_HOSTS": list(self.hosts),
            "SESSION_COOKIE_NAME": "guichet",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.is_production,
            "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "MAX_FORM_PARTS": 2000,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": self.is_production,
            "APP_NAME": "Guichet",
            "LANGUAGES": {code: {"flag": code, "name": name} for code, name in LANGUAGES.items()},
            "BABEL_DEFAULT_LOCALE": "en",
            "BABEL_DEFAULT_TIMEZONE": "UTC",
            "FAB_BASE_TEMPLATE": "guichet/base.html",
            "FAB_CREATE_DB": False,
            "FAB_UPDATE_PERMS": False,
            "FAB_ADD_SECURITY_API": False,
            "FAB_ADD_SECURITY_VIEWS": False,
            "FAB_ADD_OPENAPI_VIEWS": False,
            "FAB_ADD_MENU_API": False,
            "FAB_API_SWAGGER_UI": False,
            "FAB_API_SHOW_STACKTRACE": False,
            "FAB_API_KEY_ENABLED": False,
            "FAB_SECURITY_SIGNALS_ENABLED": False,
            "AUTH_USER_REGISTRATION": False,
            "AUTH_ROLE_PUBLIC": "Public",
            "RATELIMIT_ENABLED": False,
        }


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read and check the settings; raises `ConfigurationError` with one line per fault."""
    faults: list[str] = []

    def number(name: str, default: int, least: int, most: int) -> int:
        typed = environment.get(name, str(default))
        if not typed.isdecimal() or not least <= int(typed) <= most:
            faults.append(f"{name} must be a whole number from {least} to {most}, not {typed!r}")
            return default
        return int(typed)

    def choice(name: str, default: str, *allowed: str) -> str:
        typed = environment.get(name, default)
        if typed not in allowed:
            faults.append(f"{name} must be one of {', '.join(allowed)}, not {typed!r}")
            return default
        return typed

    kind = choice("GUICHET_ENV", "development", "production", "development", "test")
    production = kind == "production"
    data = Path(environment.get("GUICHET_DATA") or _usual_data()).absolute()
    secret = environment.get("GUICHET_SECRET_KEY") or ("" if production else _own_secret(data, faults))
    if production and len(secret) < 32:
        faults.append("GUICHET_SECRET_KEY must be set in production, at least 32 characters long")
    url = environment.get("DATABASE_URL", "")
    if not url:
        if production:
            faults.append(
                "DATABASE_URL must be set in production, for example postgresql://guichet_app@db/guichet"
            )
        url = f"sqlite:///{data / 'guichet.sqlite'}"
    url, owner = _address("DATABASE_URL", url, faults), environment.get("GUICHET_OWNER_URL", "")
    hosts = tuple(h.strip() for h in environment.get("GUICHET_HOSTS", "").split(",") if h.strip())
    if production and not hosts:
        faults.append("GUICHET_HOSTS must name the hosts the console answers to, joined by commas")
    named = environment.get("GUICHET_PLUGINS")
    mail, practice = mail_from(environment, kind, faults), practice_from(environment, kind, faults)
    settings = Settings(
        environment=kind,  # type: ignore[arg-type]
        secret_key=secret,
        database_url=url,
        owner_url=_address("GUICHET_OWNER_URL", owner, faults) if owner else url,
        data=data,
        hosts=hosts or ("127.0.0.1", "localhost"),
        proxies=number("GUICHET_PROXIES", 0, 0, 5),
        plugins=None if named is None else tuple(p.strip() for p in named.split(",") if p.strip()),
        session_hours=number("GUICHET_SESSION_HOURS", 12, 1, 72),
        idle_minutes=number("GUICHET_IDLE_MINUTES", 60, 5, 1440),
        log_format=choice("GUICHET_LOG_FORMAT", "json" if production else "text", "json", "text"),  # type: ignore[arg-type]
        worker=choice("GUICHET_WORKER", "no", "yes", "no") == "yes",
        metrics_token=environment.get("GUICHET_METRICS_TOKEN", ""),
        address=address_from(environment, kind, hosts, mail, faults),
        mail=mail,
        sms=sms_from(environment, kind, faults),
        outward=reaching(outward_from(environment, kind, faults), practice),
        queue=queue_from(environment, faults),
        practice=practice,
        files=files_from(environment, kind, faults),
        certificates=certificates_from(environment, faults),
    )
    if faults:
        raise ConfigurationError(faults)
    return settings


def _address(name: str, url: str, faults: list[str]) -> str:
    """Give a database address with the driver the console uses; Heroku-like `postgres://` is understood."""
    scheme, found, rest = url.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and found:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.strip("/"):
        return url
    faults.append(f"{name} must begin with postgresql:// or sqlite:///, not {scheme[:20]!r}")
    return url


def _engine_options(url: str) -> dict[str, Any]:
    """Reserve two connections per thread: a page may hold one for the accounts and one for its own session."""
    options: dict[str, Any] = {
        "pool_size": 16,
        "max_overflow": 16,
        # What is said of a failing statement reaches the log: its values are people's data.
        "hide_parameters": True,
    }
    if url.startswith("sqlite"):
        options["connect_args"] = {"check_same_thread": False}
    return options


def _usual_data() -> Path:
    """Give `var` beside the sources, or of an installed console in the folder where it is started."""
    return (ROOT if (ROOT / "pyproject.toml").exists() else Path.cwd()) / "var"


def _own_secret(data: Path, faults: list[str]) -> str:
    """Give the secret of this installation, made at the first start and kept readable for its owner only."""
    file = data / "secret"
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            made = file.with_suffix(f".{secrets.token_hex(4)}")
            made.touch(mode=0o600)
            made.write_text(secrets.token_hex(32))
            made.replace(file)
        return file.read_text().strip()
    except OSError as fault:
        faults.append(f"GUICHET_DATA: {data} cannot be written ({fault.strerror})")
        return "unusable"
