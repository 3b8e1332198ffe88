"""Lists of people: who looks at them is noted in the journal before anything is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from console.institutions.sessions import db
from console.shell import consulting
from console.shell import pages as page
from console.shell.crud.listing import Asked

if TYPE_CHECKING:
    from console.shell.crud.view import CrudView


@dataclass(frozen=True)
class Personal:
    """Says of a list that its rows are about people."""

    number: str
    """The attribute of a row with the official number of its person."""
    ground: str = ""
    """The legal ground on which rows are looked at, as a message id (`N_`)."""
    purposes: tuple[tuple[str, str], ...] = ()
    """What a row can be looked at for, as code and message id: asked each time before one is shown."""


def view_of(model: type[Any]) -> CrudView | None:
    """Give the list that says that rows of this model are about people; nothing when none does."""
    views: Iterable[CrudView] = current_app.extensions["guichet_crud"].values()
    return next((one for one in views if one.model is model and one.personal is not None), None)


def looked_at(view: CrudView, row: Any) -> None:
    """Note that the visitor sees a row.

    A page that writes shows it in a form it refused: its transaction, of which nothing is kept, ends before.
    """
    if view.personal is None:
        return
    told: dict[str, Any] = {
        "subject_id": row.id,
        "concerning": str(getattr(row, view.personal.number) or ""),
        "institution": row.institution_id,
        "name": view.name_of(row),
        "ground": _purpose(view.personal) or view.personal.ground,
    }
    if db.session().info["work"].writes:
        db.session.rollback()
    consulting.note(view.class_permission_name, **told)


def listed(view: CrudView, rows: Sequence[Any], asked: Asked | None = None) -> None:
    """Note that the visitor sees these rows in a list, with what she searched for; nothing when there are none."""
    if view.personal is None:
        return
    shown: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        shown[row.institution_id].append(row.id)
    searched: dict[str, Any] = (
        {"search": asked.search, "filters": dict(asked.filters)} if asked is not None else {}
    )
    for institution, keys in shown.items():
        consulting.note(
            view.class_permission_name,
            act="listed",
            institution=institution,
            count=len(keys),
            rows=keys,
            ground=view.personal.ground,
            **{name: value for name, value in searched.items() if value},
        )


def asked_first(view: CrudView, row: Any) -> ResponseReturnValue | None:
    """Give the page that asks what a row is looked at for, as long as nothing was chosen; it shows nothing of it."""
    if view.personal is None or not view.personal.purposes or _purpose(view.personal):
        return None
    here = request.view_args or {}
    shown = page.MessagePage(
        title=_("What do you need this entry for?"),
        text=_("Your answer is noted in the journal together with your name and the time."),
        actions=tuple(
            page.Action(_(text), url_for(request.endpoint or "", **here, purpose=code))
            for code, text in view.personal.purposes
        ),
    )
    return render_template("guichet/message.html", page=shown)


def _purpose(personal: Personal) -> str:
    """Give the message id of the purpose that the address carries."""
    return dict(personal.purposes).get(request.args.get("purpose", ""), "")
