"""The accent colour: what is refused, and that every shade made of an accepted one can be read."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import console.shell
from console.shell.accent import DEFAULT_ACCENT, NotAColour, TooPale, contrast, palette, stylesheet

TOKENS = (Path(console.shell.__path__[0]) / "static" / "tokens.css").read_text(encoding="utf-8")
ACCENTS = ["#0b5a7a", "#767676", "#a3161d", "#000000", "#5b2a86", "#0000ff", "#7a4a00", "#17623a", "#C2185B"]


def _blocks() -> dict[str, dict[str, str]]:
    """The custom properties of tokens.css that are colours, by theme."""
    light, dark = re.findall(r"\[data-bs-theme=(?:light|dark)\] \{(.*?)\n\}", TOKENS, re.DOTALL)[:2]
    found = {"light": light, "dark": dark}
    return {theme: dict(re.findall(r"--g-([a-z-]+): (#[0-9a-f]{6});", text)) for theme, text in found.items()}


def test_black_on_white_has_the_highest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_contrast_does_not_depend_on_which_colour_is_the_ground():
    assert contrast("#0b5a7a", "#f3f5f7") == contrast("#f3f5f7", "#0b5a7a")


def test_contrast_agrees_with_the_known_border_case_of_grey_on_white():
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_an_accent_on_which_white_text_cannot_be_read_is_refused():
    with pytest.raises(TooPale):
        palette("#777777")


@pytest.mark.parametrize(
    "text", ["", "0b5a7a", "#0b5", "#0b5a7g", "#0b5a7a; } body { display: none", "#0b5a7a\n"]
)
def test_a_text_that_is_no_colour_never_reaches_a_style_sheet(text: str):
    with pytest.raises(NotAColour):
        stylesheet(text)


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_shade_of_an_accepted_accent_can_be_read(accent: str, theme: str):
    shades = getattr(palette(accent), theme)
    colours = _blocks()[theme]
    for ground in (colours["page"], colours["surface"], shades.soft):
        assert contrast(shades.text, ground) >= 4.5
    assert contrast(shades.on_accent, shades.accent) >= 4.5
    assert contrast(shades.on_accent, shades.strong) >= 4.5
    assert contrast(colours["ink"], shades.soft) >= 7
    assert contrast(colours["ink-quiet"], shades.soft) >= 4.5
    assert contrast(shades.accent, colours["surface"]) >= 3


def test_the_style_sheet_sets_each_shade_for_both_themes():
    rules = stylesheet("#A3161D").split("}")
    assert [len(re.findall(r"--g-[a-z-]+: #[0-9a-f]{6};", rule)) for rule in rules] == [5, 5, 0]
    assert "[data-bs-theme=light]" in rules[0]
    assert "[data-bs-theme=dark]" in rules[1]


def test_the_shades_in_tokens_css_are_those_of_the_default_accent():
    for line in stylesheet(DEFAULT_ACCENT).splitlines():
        if line.startswith("  --"):
            assert line in TOKENS


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("meaning", ["ok", "warn", "bad", "info"])
def test_every_meaning_can_be_read_on_its_own_ground_and_on_a_card(theme: str, meaning: str):
    colours = _blocks()[theme]
    assert contrast(colours[meaning], colours[f"{meaning}-soft"]) >= 4.5
    assert contrast(colours[meaning], colours["surface"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_texts_and_frames_of_inputs_stand_out_from_page_and_card(theme: str):
    colours = _blocks()[theme]
    for ground in (colours["page"], colours["surface"], colours["side"]):
        assert contrast(colours["ink"], ground) >= 7
        assert contrast(colours["ink-quiet"], ground) >= 4.5
        assert contrast(colours["line-strong"], ground) >= 3
    assert contrast(colours["ink"], colours["line"]) >= 4.5
    assert contrast(colours["on-bad"], colours["bad"]) >= 4.5


def test_the_two_tones_of_the_focus_stand_out_from_each_other():
    for colours in _blocks().values():
        assert all(contrast(a, b) >= 3 for a, b in pairwise([colours["focus"], colours["focus-edge"]]))
