"""The rights over the console's own pages, with the roles that have them from the start."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import Right

ADMINISTRATOR = ("administrator",)
WORKING = ("administrator", "case_worker", "company_administrator", "company_user")
"""Roles of people who work on cases, on either side."""

CONSOLE_RIGHTS = (
    Right("module", "read", _l("See modules"), ADMINISTRATOR),
    Right("module", "write", _l("Switch and set up modules"), ADMINISTRATOR),
    Right("institution", "read", _l("See the institution's data"), ADMINISTRATOR),
    Right("institution", "write", _l("Change the institution's data"), ADMINISTRATOR),
    Right("user", "read", _l("See users and rights"), (*ADMINISTRATOR, "company_administrator")),
    Right("user", "write", _l("Add users and give rights"), (*ADMINISTRATOR, "company_administrator")),
    Right("role", "read", _l("See roles"), ADMINISTRATOR),
    Right("form", "read", _l("See announcements"), WORKING),
    Right("form", "write", _l("Fill in announcements"), WORKING),
    Right("journal", "read", _l("See the journal"), ADMINISTRATOR),
    Right("task", "read", _l("See everybody's running work"), ADMINISTRATOR),
    Right("dispatch", "read", _l("See what leaves for others"), ADMINISTRATOR),
    Right("dispatch", "write", _l("Try again or give up what did not get through"), ADMINISTRATOR),
    Right("form_preview", "read", _l("See all forms"), (*ADMINISTRATOR, "translator")),
    Right("form_preview", "write", _l("Bring in forms of one's own"), ADMINISTRATOR),
    Right("translation", "read", _l("See translations"), (*ADMINISTRATOR, "translator")),
    Right("translation", "write", _l("Bring in translations"), ("translator",)),
)
