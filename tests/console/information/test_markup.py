"""What becomes of the texts that administrators write."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from console.information.markup import html_of


def test_paragraphs_lists_bold_and_links_are_made() -> None:
    made = html_of("Guten Tag\n\n- eins\n- **zwei**\n\n[Merkblatt](https://www.ahv-iv.ch/p/6.08)")
    assert made == (
        "<p>Guten Tag</p>\n<ul>\n<li>eins</li>\n<li><strong>zwei</strong></li>\n</ul>\n"
        '<p><a href="https://www.ahv-iv.ch/p/6.08">Merkblatt</a></p>\n'
    )


def test_bare_addresses_become_links_and_ends_of_sentences_do_not() -> None:
    made = html_of("Siehe https://example.ch/a. Oder info@example.ch. Das war die AHV.Ihre Kasse")
    assert '<a href="https://example.ch/a">https://example.ch/a</a>.' in made
    assert '<a href="mailto:info@example.ch">info@example.ch</a>.' in made
    assert made.count("<a ") == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](java\tscript:alert(1))",
        "<javascript:alert(1)>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](//evil.example)",
        '[x](https://a.example "t\\" onmouseover=alert(1) x=\\"")',
        "![x](https://a.example/x.png)",
        'https://a.example/"onmouseover="alert(1)',
        "# heading\n\n```\n<b>code</b>\n```",
    ],
)
def test_nothing_that_runs_loads_or_imitates_the_page_comes_of_a_text(text: str) -> None:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html_of(text))
    assert {tag for tag, _ in found} <= {"p", "ul", "ol", "li", "a", "strong", "em", "br"}
    for _tag, attributes in found:
        assert set(attributes) <= {"href", "title", "start"}
        assert (attributes.get("href") or "https:").startswith(("https:", "http:", "mailto:", "tel:"))
