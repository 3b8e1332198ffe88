"""Proofs: from frozen content to a checked PDF, against bare xhtml2pdf with the same page and the same font."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable

from flask import Flask
from flask_babel import Babel
from jinja2 import StrictUndefined

from benchmarks.measuring import Line, take_turns
from console.documents.child import FAMILY, font_folder
from console.documents.paper import Column, Heading, Lines, LongText, Table, blueprint, html_of
from console.documents.paper import Line as Told
from console.languages.catalogues import SOURCE
from console.languages.speaking import speaking, wire
from console.proofs.content import Attachment, Content, from_bytes, frozen, to_bytes
from console.proofs.paper import paper_of, render_proof
from console.proofs.wording import WORDS

EACH = 5
"""Proofs per turn."""
RATE = 0.8
_FACES = f"""@font-face {{ font-family: {FAMILY}; src: url('%(folder)s/Roboto-Regular.ttf'); }}
@font-face {{ font-family: {FAMILY}; font-weight: bold; src: url('%(folder)s/Roboto-Bold.ttf'); }}
html {{ font-family: {FAMILY}; }}"""


class Differs(RuntimeError):
    """Two sides make papers that say different things: the comparison says nothing."""


def compare(rounds: int) -> list[Line]:
    """Compare the seconds for a proof, each side warm; raises `Differs` unless both say the same."""
    stored = to_bytes(_content())
    app = _application()
    with app.app_context():
        page = _page(stored)
        sides: dict[str, Callable[[], bytes]] = {
            "ours": lambda: render_proof(stored),
            "bare": lambda: _bare(page),
        }
        texts = {name: _text(make()) for name, make in sides.items()}
        if texts["ours"] != texts["bare"]:
            raise Differs(f"ours says {texts['ours'][:200]!r}, bare says {texts['bare'][:200]!r}")
        medians = take_turns({name: _timed(make) for name, make in sides.items()}, rounds)
    ours, bare = medians["ours"], medians["bare"]
    return [Line("proof as a PDF, rate to bare xhtml2pdf", "s", ours, bare, bare / ours, RATE)]


def _timed(make: Callable[[], bytes]) -> Callable[[], float]:
    def run() -> float:
        begin = time.perf_counter()
        for _ in range(EACH):
            make()
        return (time.perf_counter() - begin) / EACH

    return run


def _bare(page: str) -> bytes:
    """Do what its documentation says first, with leave to read the font, and look at nothing."""
    from xhtml2pdf import pisa
    from xhtml2pdf.config.resources import ResourceAccessPolicy

    out = io.BytesIO()
    pisa.CreatePDF(page, dest=out, resource_policy=ResourceAccessPolicy.server(base_dir=font_folder()))
    return out.getvalue()


def _page(stored: bytes) -> str:
    """Give the same page with the font named in its own styles."""
    with speaking(SOURCE):
        html = html_of(paper_of(from_bytes(stored), hashlib.sha256(stored).hexdigest()))
    return html.replace("<style>", "<style>" + _FACES % {"folder": font_folder()}, 1)


def _text(pdf: bytes) -> str:
    import pypdf

    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def _application() -> Flask:
    app = Flask("benchmark")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(blueprint())
    Babel(app)
    wire(app)
    return app


def _content() -> Content:
    """Give a training confirmation of an ordinary size."""
    answers = (
        Heading("Training"),
        Lines(tuple(Told(f"Question {n}", f"Answer {n} of Đorđević") for n in range(12))),
        Table("Children", tuple(map(Column, ("Child", "School", "Until"))), (("Lea", "École", "2027"),) * 5),
        LongText("Remarks", ("A few words about the training.",) * 4),
    )
    return Content(
        number="K7QF-2MXR-9TWB",
        message="K7QF-2MXR",
        language="en",
        institution="Caisse Fictive",
        title="Confirmation of a training",
        sent_at="2026-11-22T14:00:00+01:00",
        zone="Europe/Zurich",
        about={},
        facts=tuple((f"Fact {n}", f"Text {n}") for n in range(12)),
        answers=frozen(answers),
        attachments=(Attachment("contract.pdf", 48_213, "0" * 64),),
        values={},
        digest="0" * 64,
        address="https://console.example/verify",
        words={word: word for word in WORDS},
    )
