"""PDFs that are given out only when they are right."""

import io
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest

from console.documents import child, pdf
from console.documents.pdf import NotRendered, render_pdf
from tests.support.papers import MADE, REFERENCE, texts

NAMES = "Đorđević Łukasz, GROẞE STRAẞE, Cœur, 4\u202f850,00\u00a0€"


def page(body: str, styles: str = "") -> str:
    return (
        "<!DOCTYPE html><html lang='fr'><head><title>Décompte Đ</title><meta name='author' content='CC Léman'>"
        f"<style>{styles}</style></head><body>{body}<p>{REFERENCE}</p></body></html>"
    )


def render(body: str, styles: str = "", reference: str | None = REFERENCE) -> bytes:
    return render_pdf(page(body, styles), made_at=MADE, reference=reference)


def refusal(body: str, styles: str = "", reference: str | None = REFERENCE) -> str:
    with pytest.raises(NotRendered) as refused:
        render(body, styles, reference)
    return refused.value.reason


def test_names_of_all_europe_read_back() -> None:
    assert NAMES.replace("\u202f", " ").replace("\u00a0", " ") in texts(render(f"<p>{NAMES}</p>"))[0].replace(
        "\u202f", " "
    ).replace("\u00a0", " ")


def test_a_pdf_says_its_title_author_language_and_day() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render("<p>x</p>")))
    about = reader.metadata
    assert (about.title, about.author, reader.trailer["/Root"]["/Lang"]) == ("Décompte Đ", "CC Léman", "fr")
    assert about.creation_date == MADE


def test_the_same_page_gives_the_same_bytes_in_another_child() -> None:
    first = render("<p>gleich</p>")
    assert render("<p>gleich</p>") == first
    pdf._pool.close()
    assert render("<p>gleich</p>") == first


def test_a_sign_without_letter_is_named_and_an_invisible_one_left_out() -> None:
    text = texts(render("<p>✓ 中 A\u202eB\u0007C\ufe0f e\u0301 q\u0f71</p>"))[0]
    assert "[U+2713] [U+4E2D] ABC é q[U+0F71]" in text


def test_a_reference_that_does_not_read_back_refuses_the_pdf() -> None:
    assert "reference" in refusal("<p>x</p>", reference="AAAA-BBBB")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<script>1</script>", "script"),
        ("<img src='http://127.0.0.1:9/x.png'>", "Blocked"),
        ("<img src='/etc/hostname'>", "Blocked"),
        ("<img src='file:///etc/hostname'>", "Blocked"),
        ("<link rel='stylesheet' href='http://127.0.0.1:9/x.css'>", "Blocked"),
        ("<p style='font-family: Courier'>x</p>", "Courier"),
        ("<p><pdf:barcode value='é' type='code128'></p>", "barcode"),
        ("<div>" * 300, "RenderLimitError"),
        ("<table><tr><td>a</td><td>" + "Wort " * 6000 + "</td></tr></table>", "shrunk"),
    ],
)
def test_a_page_that_would_lie_or_reach_out_is_refused(body: str, reason: str) -> None:
    assert reason in refusal(body)


def test_a_font_from_elsewhere_is_refused() -> None:
    assert "Blocked" in refusal(
        "<p class='x'>x</p>", "@font-face { font-family: X; src: url(/etc/hostname) }"
    )


def test_what_is_logged_does_not_repeat_the_page(caplog: pytest.LogCaptureFixture) -> None:
    reason = refusal("<p>756.1234.5678.97 <img src='http://127.0.0.1:9/x.png'></p>")
    assert "756" not in reason + caplog.text
    assert "PDF" in caplog.text


def test_a_child_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_SECRET_KEY", "hidden")
    pdf._pool.close()
    render("<p>x</p>")
    known = [one.process for one in pdf._pool.children if one.process]
    with open(f"/proc/{known[0].pid}/environ", "rb") as file:
        assert b"GUICHET" not in file.read()


def test_a_child_that_died_is_replaced() -> None:
    render("<p>x</p>")
    for one in pdf._pool.children:
        if one.process:
            os.kill(one.process.pid, signal.SIGKILL)
            one.process.wait()
    assert render("<p>x</p>")


def test_a_child_has_made_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SHARE", 1)
    seen = set()
    for _ in range(2):
        render("<p>x</p>")
        seen |= {one.process.pid for one in pdf._pool.children if one.process and one.made == 1}
    assert len(seen) == 2


def test_a_page_that_takes_too_long_ends_its_child(monkeypatch: pytest.MonkeyPatch) -> None:
    render("<p>x</p>")
    monkeypatch.setattr(pdf, "SECONDS", 0.3)
    assert refusal("<p>x</p>" * 20_000) == "it took too long"
    monkeypatch.undo()
    assert render("<p>x</p>")


def test_more_memory_than_allowed_refuses_the_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MEMORY_MB", 250)
    pdf._pool.close()
    assert render("<p>x</p>")
    assert refusal("<p>" + "wort " * 1_900_000 + "</p>")
    pdf._pool.close()


def test_threads_share_two_children_and_get_their_own_pages() -> None:
    with ThreadPoolExecutor(6) as threads:
        made = list(threads.map(lambda n: texts(render(f"<p>Seite von {n}</p>"))[0], range(12)))
    assert [f"Seite von {n}" in text for n, text in enumerate(made)] == [True] * 12
    assert sum(one.process is not None for one in pdf._pool.children) <= pdf.CHILDREN


def test_a_request_that_finds_no_free_child_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.05)
    taken = [pdf._pool.free.get() for _ in pdf._pool.children]
    try:
        assert refusal("<p>x</p>") == "no child became free"
    finally:
        for one in taken:
            pdf._pool.free.put(one)


def test_a_fork_does_not_share_the_children() -> None:
    render("<p>x</p>")
    code = (
        "import os; from console.documents import pdf; before = pdf._pool\n"
        "pid = os.fork()\n"
        "if not pid: os._exit(0 if pdf._pool is not before else 1)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_a_child_whose_parent_is_gone_ends() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", pdf._BOOT, "5", "512"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.communicate(b"", timeout=30) == (b"", None)
    assert process.returncode == 0


def test_an_answer_cut_short_is_no_answer() -> None:
    whole = io.BytesIO()
    child.send(whole, b"P", b"content")
    assert child.receive(io.BytesIO(whole.getvalue())) == (b"P", b"content")
    assert child.receive(io.BytesIO(whole.getvalue()[:-1])) is None
    assert child.receive(io.BytesIO(b"")) is None
