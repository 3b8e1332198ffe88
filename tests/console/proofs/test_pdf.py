"""The PDF of a proof says what was sent, and never anything else again."""

import hashlib
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from console.base import clock
from console.base.errors import NotFound
from console.documents.models import StoredFile
from console.documents.pdf import NotRendered
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts
from console.mailbox import service
from console.proofs import paper, rendering
from console.proofs import service as proofs
from console.proofs.content import from_bytes
from console.proofs.models import ProofClaim
from tests.support.house import acting_in
from tests.support.mailbox import Mailbox
from tests.support.papers import picture, texts
from tests.support.proofs import CONTRACT, NAMES, full, made, proofs_of, sent


def pdf(mailbox: Mailbox, reference: str) -> bytes | None:
    with mailbox.acting(mailbox.user(), writes=False) as session:
        return proofs.pdf_of(session, reference)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def shown(block: Any) -> Iterator[str]:
    """Give every text of a block."""
    for value in vars(block).values():
        yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif hasattr(value, "__dataclass_fields__"):
        for key, one in vars(value).items():
            if key != "kind":
                yield from _texts(one)


def test_the_proof_of_what_was_sent_to_a_practice_institution_says_so_for_ever(lite_mailbox: Mailbox) -> None:
    with lite_mailbox.house.app.app_context():
        row = accounts().get_one(Institution, lite_mailbox.house.institution("CC Léman"))
        row.is_practice = True
        accounts().commit()
        reference = sent(lite_mailbox)
        row.is_practice = False
        accounts().commit()
    made(lite_mailbox)

    assert "Essai – sans effet juridique" in " ".join(texts(pdf(lite_mailbox, reference) or b""))


def test_the_paper_says_every_field_that_was_sent(lite_mailbox: Mailbox) -> None:
    reference = sent(lite_mailbox)
    assert made(lite_mailbox) == 1
    (proof,) = proofs_of(lite_mailbox)
    content, text = from_bytes(proof.content), squeezed("".join(texts(pdf(lite_mailbox, reference) or b"")))
    wanted = [one for fact in content.facts for one in fact]
    wanted += [one for block in content.blocks for one in shown(block)]
    wanted += [
        *NAMES,
        content.title,
        "17.08.2026",
        "<b>bold</b> <svg onload=x>",
        "5 < 6",
        "Vertrag Łukasz.txt",
    ]
    wanted += [hashlib.sha256(CONTRACT).hexdigest(), proof.number, proof.digest, content.address]
    assert len(wanted) > 40
    assert [one for one in wanted if squeezed(one) not in text] == []


def test_a_telephone_reads_the_address_with_number_and_digest(lite_mailbox: Mailbox) -> None:
    import zxingcpp

    reference = sent(lite_mailbox)
    made(lite_mailbox)
    (proof,) = proofs_of(lite_mailbox)
    stored = pdf(lite_mailbox, reference) or b""
    found = [
        one.text for n in range(len(texts(stored))) for one in zxingcpp.read_barcodes(picture(stored, n))
    ]
    assert len(found) == 1
    assert found[0].endswith(f"/verify?number={proof.number}&digest={proof.digest}")


def test_the_bytes_stay_when_words_and_template_change(
    lite_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = sent(lite_mailbox)
    made(lite_mailbox)
    before = pdf(lite_mailbox, reference)
    monkeypatch.setattr(paper, "paper_of", lambda *_: 1 / 0)
    with clock.at(clock.now().replace(year=2040)):
        assert pdf(lite_mailbox, reference) == before
    assert before


def test_what_is_made_later_still_speaks_as_on_the_day_of_sending(
    lite_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(lite_mailbox)
    (proof,) = proofs_of(lite_mailbox)
    first = content_in(lite_mailbox, proof.content)
    monkeypatch.setattr("console.languages.catalogues.Catalogue.ugettext", _not_frozen)
    assert content_in(lite_mailbox, proof.content) == first


def content_in(mailbox: Mailbox, content: bytes) -> bytes:
    with mailbox.house.app.app_context():
        return paper.render_proof(content)


def _not_frozen(self: Any, msgid: str) -> str:
    """Give what a catalogue says when only frozen words may speak: a missing one would show."""
    return str(self._texts.get(msgid, f"not frozen: {msgid}"))


def test_two_that_make_the_same_pdf_store_one(mailbox: Mailbox) -> None:
    sent(mailbox)
    (proof,) = proofs_of(mailbox)
    pages = [b"%PDF-one", b"%PDF-two"]
    barrier, stored = threading.Barrier(2), []

    def keep(page: bytes) -> None:
        barrier.wait()
        with acting_in(mailbox.house.app, Scope((mailbox.institution,), purpose="t"), writes=True) as session:
            stored.append((rendering.keep(session, proof.id, page), page))

    threads = [threading.Thread(target=keep, args=(page,)) for page in pages]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(first for first, _page in stored) == [False, True]
    assert pdf(mailbox, proof.message) == next(page for first, page in stored if first)
    with mailbox.acting(mailbox.fund, writes=False) as session:
        assert session.scalar(select(func.count(StoredFile.id)).where(StoredFile.name.like("%.pdf"))) == 1


def test_until_it_is_made_there_is_none(mailbox: Mailbox) -> None:
    reference = sent(mailbox)
    assert pdf(mailbox, reference) is None
    assert (made(mailbox), made(mailbox)) == (1, 0)
    assert (pdf(mailbox, reference) or b"").startswith(b"%PDF")
    with mailbox.house.app.app_context():
        assert accounts().scalar(select(func.count()).select_from(ProofClaim)) == 0


def test_what_cannot_be_made_now_is_tried_again(
    lite_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = sent(lite_mailbox)

    def fail(_content: bytes) -> bytes:
        raise NotRendered("test")

    with monkeypatch.context() as patched:
        patched.setattr(rendering, "render_proof", fail)
        assert made(lite_mailbox) == 1
    assert made(lite_mailbox) == 0
    with clock.at(clock.now().replace(year=2040)):
        assert made(lite_mailbox) == 1
    assert pdf(lite_mailbox, reference)


def test_a_message_of_which_nothing_was_sent_has_none(lite_mailbox: Mailbox) -> None:
    with pytest.raises(NotFound):
        pdf(lite_mailbox, lite_mailbox.ask())


def test_a_person_has_her_pdf_under_her_delegation(lite_mailbox: Mailbox) -> None:
    reference, delegation, _token = lite_mailbox.delegated()
    lite_mailbox.do(lite_mailbox.person(delegation), service.person_send, full("k"))
    made(lite_mailbox)
    with lite_mailbox.acting(lite_mailbox.person(delegation), writes=False) as session:
        assert proofs.pdf_of(session, reference, delegation=delegation)
    with pytest.raises(NotFound), lite_mailbox.acting(lite_mailbox.user(), writes=False) as session:
        proofs.pdf_of(session, reference, delegation=delegation)
