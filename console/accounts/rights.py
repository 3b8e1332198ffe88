"""The rights over the console's own pages, with the roles that have them from the start."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import Right

ADMINISTRATOR = ("administrator",)

CONSOLE_RIGHTS = (
    Right("module", "read", _l("See modules"), ADMINISTRATOR),
    Right("module", "write", _l("Switch and set up modules"), ADMINISTRATOR),
    Right("institution", "read", _l("See the institution's data"), ADMINISTRATOR),
    Right("institution", "write", _l("Change the institution's data"), ADMINISTRATOR),
    Right("user", "read", _l("See users and rights"), (*ADMINISTRATOR, "company_administrator")),
    Right("user", "write", _l("Add users and give rights"), (*ADMINISTRATOR, "company_administrator")),
    Right("role", "read", _l("See roles"), ADMINISTRATOR),
    Right("journal", "read", _l("See the journal"), ADMINISTRATOR),
    Right("translation", "read", _l("See translations"), (*ADMINISTRATOR, "translator")),
    Right("translation", "write", _l("Bring in translations"), ("translator",)),
)
