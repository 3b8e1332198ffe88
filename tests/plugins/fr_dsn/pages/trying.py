"""Bringing DSN files to the page as a browser does."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_permissionview_role,
)
from sqlalchemy import delete, func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from console.accounts.models import Membership, ThemeRight
from console.base import clock
from console.hooks.declarations import Level
from console.institutions.models import PluginSwitch
from console.institutions.sessions import accounts
from plugins.fr_dsn import samples
from tests.support.house import House, token_of

START = "/fr_dsn/check/"
FEBRUARY, MARCH, APRIL = samples.files().items()
GATEWAY, FUND = "Hexalia", "CC Léman"


def bring(browser: FlaskClient, files: Mapping[str, bytes], **fields: str) -> Any:
    """Send files with the form of the page."""
    sent = [FileStorage(io.BytesIO(content), name) for name, content in files.items()]
    values = {"csrf_token": token_of(browser), "profile": "file", "files": sent, **fields}
    boundary, body = encode_multipart(values)
    return browser.post(f"{START}files", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def brought(browser: FlaskClient, *files: tuple[str, bytes]) -> str:
    """Send files that are checked at once, and give the address of what came of it."""
    answer = bring(browser, dict(files or (FEBRUARY,)))
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    return str(answer.location)


def open_to_the_fund(house: House) -> None:
    """Switch the module on in the Swiss fund too, which has companies, with all rights for everybody there."""
    institution = house.institution(FUND)
    with house.app.app_context():
        store = accounts()
        store.add(
            PluginSwitch(
                institution_id=institution, plugin="fr_dsn", enabled=True, settings={}, changed_at=clock.now()
            )
        )
        for key in store.scalars(select(Membership.id).where(Membership.institution_id == institution)):
            right = {"plugin": "fr_dsn", "theme": "declarations", "level": Level.SEND}
            store.add(ThemeRight(membership_id=key, **right))
        store.commit()


def count_of(house: House, model: type[Any], institution: str = GATEWAY) -> int:
    """Count the rows of an institution."""
    with house.reading(institution) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def take_the_right(house: House, act: str, view: str) -> None:
    """Take an act on a view from every role."""
    with house.app.app_context():
        store = accounts()
        right = (
            select(PermissionView.id)
            .join(Permission, Permission.id == PermissionView.permission_id)
            .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
            .where(Permission.name == act, ViewMenu.name == view)
            .scalar_subquery()
        )
        given = assoc_permissionview_role
        store.execute(delete(given).where(given.c.permission_view_id == right))
        store.commit()
