"""The rights over the console's own pages, with the roles that have them from the start."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import Right

ADMINISTRATOR = ("administrator",)
STAFF = ("administrator", "case_worker")
"""Roles of the institution's people who work on cases."""
WORKING = ("administrator", "case_worker", "company_administrator", "company_user")
"""Roles of people who work on cases, on either side."""
ANSWERING = (*WORKING, "provider")
"""Roles of people who answer what is asked of them, those of providers among them."""

CONSOLE_RIGHTS = (
    Right("module", "read", _l("See modules"), ADMINISTRATOR),
    Right("module", "write", _l("Switch and set up modules"), ADMINISTRATOR),
    Right("key", "read", _l("See the API keys of other systems"), (*ADMINISTRATOR, "company_administrator")),
    Right("key", "write", _l("Make, replace and end API keys"), (*ADMINISTRATOR, "company_administrator")),
    Right("institution", "read", _l("See the institution's data"), ADMINISTRATOR),
    Right("institution", "write", _l("Change the institution's data"), ADMINISTRATOR),
    Right("policy", "read", _l("See the rules for signing in"), ADMINISTRATOR),
    Right("policy", "write", _l("Change the rules for signing in"), ADMINISTRATOR),
    Right("terms", "read", _l("See all terms of use and who accepted them"), ADMINISTRATOR),
    Right("terms", "write", _l("Publish terms of use"), ADMINISTRATOR),
    Right("sso", "read", _l("See the providers of single sign-on"), ADMINISTRATOR),
    Right("sso", "write", _l("Set up the providers of single sign-on"), ADMINISTRATOR),
    Right("user", "read", _l("See users and rights"), (*ADMINISTRATOR, "company_administrator")),
    Right("user", "write", _l("Add users and give rights"), (*ADMINISTRATOR, "company_administrator")),
    Right("role", "read", _l("See roles"), ADMINISTRATOR),
    Right("message", "read", _l("Read the mailbox"), ANSWERING),
    Right("message", "write", _l("Answer messages, recall and delete them"), ANSWERING),
    Right("form", "read", _l("See announcements"), WORKING),
    Right("form", "write", _l("Fill in announcements"), WORKING),
    Right("dossier", "read", _l("See dossiers and their documents"), ANSWERING),
    Right("dossier", "write", _l("Add documents to dossiers, extend and close them"), STAFF),
    Right("receipt", "read", _l("See how a company receives documents"), WORKING),
    Right(
        "receipt", "write", _l("Choose how a company receives documents"), (*STAFF, "company_administrator")
    ),
    Right("print_run", "read", _l("See print runs"), STAFF),
    Right("print_run", "write", _l("Make print runs"), STAFF),
    Right("campaign", "read", _l("Ask many companies at once"), STAFF),
    Right("desk", "read", _l("See the work queue"), STAFF),
    Right("desk", "write", _l("Work on the messages in the queue"), STAFF),
    Right("desk", "setup", _l("Set promises and the second person of each theme"), ADMINISTRATOR),
    Right("deadline", "read", _l("See deadlines and subscribe to them"), ANSWERING),
    Right("deadline", "setup", _l("Confirm deadlines and set alerts"), ADMINISTRATOR),
    Right("information", "read", _l("See information before it is published"), ADMINISTRATOR),
    Right(
        "information",
        "write",
        _l("Write information pages, leaflets, outage notices and contacts"),
        ADMINISTRATOR,
    ),
    Right("provider", "read", _l("See providers"), STAFF),
    Right("provider", "write", _l("Add providers"), ADMINISTRATOR),
    Right("letter", "write", _l("Make codes with which insured persons open their accounts"), STAFF),
    Right("journal", "read", _l("See the journal"), ADMINISTRATOR),
    Right("journal", "export", _l("Export the journal"), ADMINISTRATOR),
    Right("retention", "read", _l("See how long what is kept, and what is past its time"), ADMINISTRATOR),
    Right(
        "retention",
        "write",
        _l("Confirm retention, erase what is past its time, set legal holds"),
        ADMINISTRATOR,
    ),
    Right("person", "export", _l("Put together what is held of a person"), ADMINISTRATOR),
    Right("person", "erase", _l("Erase a person’s data"), ADMINISTRATOR),
    Right("task", "read", _l("See everybody's running work"), ADMINISTRATOR),
    Right("dispatch", "read", _l("See what leaves for others"), ADMINISTRATOR),
    Right("dispatch", "content", _l("Read what was sent and answered, word for word"), ADMINISTRATOR),
    Right(
        "dispatch",
        "write",
        _l("Try again or give up what did not get through, and hold channels"),
        ADMINISTRATOR,
    ),
    Right("wording", "read", _l("See the wording of e-mails and SMS"), (*ADMINISTRATOR, "translator")),
    Right("wording", "write", _l("Change the wording of e-mails and SMS"), (*ADMINISTRATOR, "translator")),
    Right("form_preview", "read", _l("See all forms"), (*ADMINISTRATOR, "translator")),
    Right("form_preview", "write", _l("Bring in forms of one's own"), ADMINISTRATOR),
    Right("translation", "read", _l("See translations"), (*ADMINISTRATOR, "translator")),
    Right("translation", "write", _l("Bring in translations"), ("translator",)),
)
