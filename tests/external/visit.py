"""Visits a console that has the notes installed, in a process of its own: prints what two administrators see, as JSON.

Run as `python -m tests.external.visit enable|look` with the settings in the environment.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from sqlalchemy import select

from config import settings_from
from console.accounts.models import Membership, ThemeRight
from console.app import create_app
from console.base import clock
from console.hooks.declarations import Level
from console.institutions.models import PluginSwitch
from console.institutions.sessions import accounts
from tests.support.house import House, post

PAGE = "/notes/note/list/"


def enable(house: House) -> None:
    """Switch the notes on for the Léman fund, and give everybody the right: the switch alone makes the difference."""
    with house.app.app_context():
        accounts().add(
            PluginSwitch(
                institution_id=house.institution("CC Léman"),
                plugin="notes",
                enabled=True,
                settings={},
                changed_at=clock.now(),
            )
        )
        for membership in accounts().scalars(select(Membership.id)):
            accounts().add(
                ThemeRight(membership_id=membership, plugin="notes", theme="notes", level=Level.SEND)
            )
        accounts().commit()


def look(house: House) -> dict[str, Any]:
    """Give what Claire (CC Léman, French) and Ruth (AK Aaretal, German) get."""
    claire, ruth = house.browser("claire"), house.browser("ruth")
    answer = {
        "claire": claire.get(PAGE).status_code,
        "ruth": ruth.get(PAGE).status_code,
        "claire_menu": PAGE in claire.get("/").get_data(as_text=True),
        "ruth_menu": PAGE in ruth.get("/").get_data(as_text=True),
        "employees": claire.get("/ch_fund/employee/list/").status_code,
    }
    if answer["claire"] == 200:
        added = post(claire, "/notes/note/add", {"title": "Téléphoner à Rochat", "text": "avant midi"})
        page = claire.get(PAGE).get_data(as_text=True)
        answer |= {"added": added.status_code, "listed": "Téléphoner à Rochat" in page}
        answer["in_french"] = "Titre de la note" in page
    return answer


if __name__ == "__main__":
    settings = settings_from(os.environ)
    there = House(create_app(settings), settings)
    if sys.argv[1] == "enable":
        enable(there)
    else:
        print(json.dumps(look(there)))
