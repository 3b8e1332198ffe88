"""The PDF of a proof, and the public page that verifies one."""

from __future__ import annotations

import io

from flask import Response, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from console.base.errors import NotFound
from console.institutions.sessions import db
from console.mailbox import queries
from console.mailbox.models import Message
from console.mailbox.states import Role, Sight
from console.proofs import service as proofs
from console.proofs.service import Proof
from console.shell import consulting
from console.shell import pages as page
from console.shell.mailbox import actors
from console.shell.page_view import PageView
from console.shell.proofs import verifying

LOOK_AGAIN = 3
"""Seconds after which a page that waits for a PDF asks again by itself."""
_COMPANY_MAY = (Sight.ALL, Sight.OWN, Sight.HEADER)


class ProofsView(PageView):
    """Proofs of what was sent. Each address decides for itself who may enter."""

    route_base = ""
    default_view = "verify"

    @expose("/proofs/pdf/<reference>")
    def pdf(self, reference: str) -> ResponseReturnValue:
        """Give the newest proof of a message; `?whose=person` asks for the person's, which only staff may see."""
        proof = _shown(reference, by_person=request.args.get("whose") == "person")
        content = proofs.pdf_of(db.session(), reference, delegation=proof.delegation_id)
        if content is not None:
            _note(proof, reference)
            return pdf_answer(content, proof.number)
        proofs.hurry(proof)
        return being_made(reference)

    @expose("/verify", methods=("GET", "POST"))
    def verify(self) -> ResponseReturnValue:
        """Say whether a proof is genuine, to anybody who holds one; nothing of its content."""
        if request.method == "GET" and (number := request.args.get("number")):
            shown = verifying.by_number(number, request.args.get("digest", ""))
            return render_template("guichet/message.html", page=shown)
        form = verifying.VerifyForm()
        if form.validate_on_submit() and form.has_enough():
            shown = (
                verifying.by_file(form)
                if form.file.data
                else verifying.by_number(form.number.data, form.digest.data)
            )
            return render_template("guichet/message.html", page=shown)
        shown_form = verifying.form_page(form)
        status = 422 if form.is_submitted() else 200
        return render_template("guichet/proofs/verify.html", page=shown_form), status


def pdf_answer(content: bytes, number: str) -> Response:
    """Answer with the stored bytes of a proof."""
    answer: Response = send_file(
        io.BytesIO(content), mimetype="application/pdf", download_name=f"{number}.pdf"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def being_made(reference: str) -> Response:
    """Answer that a proof is safe and its PDF comes; the page asks again by itself."""
    shown = page.MessagePage(
        title=_("The proof is being made"),
        text=_(
            "What was sent is fixed already. Its PDF is ready in a few seconds; this page looks again by itself."
        ),
        actions=(page.Action(_("Look again"), request.full_path, kind="main"),),
    )
    answer: Response = make_response(render_template("guichet/message.html", page=shown), 202)
    answer.headers["Refresh"] = str(LOOK_AGAIN)
    return answer


def _shown(reference: str, *, by_person: bool) -> Proof:
    """Give the proof that the visitor may have: staff see what was sent and stands, a company its own."""
    session, actor = db.session(), actors.actor()
    message, sight = queries.message_of(session, actor, reference)
    by_fund = actor.role is Role.FUND
    if sight not in ((Sight.ALL,) if by_fund else _COMPANY_MAY):
        raise _nothing()
    own = _standing(proofs.proof_of(session, reference), by_fund=by_fund)
    hers = (
        _standing(proofs.proof_of(session, reference, delegation=message.delegation_id), by_fund=by_fund)
        if by_fund and message.delegation_id is not None
        else None
    )
    found = hers if by_person else own or hers
    if found is None:
        raise _nothing()
    return found


def _note(proof: Proof, reference: str) -> None:
    """Note that the visitor gets a proof."""
    message = db.session().scalars(select(Message).where(Message.reference == reference)).one()
    consulting.note(
        "console.proof",
        act="handed_out",
        subject_id=proof.id,
        concerning=message.person_number,
        reference=reference,
        number=proof.number,
        name=message.person,
    )


def _standing(proof: Proof | None, *, by_fund: bool) -> Proof | None:
    """Give a proof to its own side always, to the staff as long as what it says was not taken back."""
    return None if proof is not None and by_fund and proof.recalled_at is not None else proof


def _nothing() -> NotFound:
    return NotFound(_l("There is no proof of this message, or it is not for you to see."))
