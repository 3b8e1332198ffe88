"""Sets Django up on the peers' copy of a database. Nothing of the console is imported."""

from __future__ import annotations

from typing import Any

from sqlalchemy import make_url

from benchmarks.answering import Fetch

USER = "django"
PASSWORD = "a password of the benchmark"
APPS = ("admin", "auth", "contenttypes", "messages", "sessions", "staticfiles")
urlpatterns: list[Any] = []


def begin(url: str, institution: int) -> None:
    """Configure Django as `startproject` does, in English, on a database; its admin lists one institution."""
    import django
    from django.conf import settings
    from django.contrib import admin
    from django.urls import path

    settings.configure(
        SECRET_KEY="a secret of the benchmark, long enough",
        ALLOWED_HOSTS=["testserver"],
        BENCH_INSTITUTION=institution,
        DATABASES={"default": _database(url)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "benchmarks.django_mail"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        ROOT_URLCONF=__name__,
        STATIC_URL="static/",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        }}],
        USE_TZ=False,
    )  # fmt: skip
    django.setup()
    urlpatterns.append(path("admin/", admin.site.urls))


def prepare(url: str) -> None:
    """Add Django's own tables and its user."""
    begin(url, 0)
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    User.objects.create_superuser(USER, password=PASSWORD)


def signed_in(statements: list[str]) -> Fetch:
    """Give how the admin is asked by its user; every statement of a page is added to the list."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client

    def note(execute: Any, text: str, *rest: Any) -> Any:
        statements.append(text)
        return execute(text, *rest)

    client = Client()
    client.force_login(User.objects.get(username=USER))
    connection.execute_wrappers.append(note)

    def fetch(address: str) -> tuple[int, str]:
        answer = client.get(address)
        return answer.status_code, answer.content.decode()

    return fetch


def _database(url: str) -> dict[str, Any]:
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": parts.database}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.database,
        "USER": parts.username,
        "PASSWORD": parts.password,
        "HOST": parts.host,
        "PORT": parts.port,
        "CONN_MAX_AGE": None,
    }
