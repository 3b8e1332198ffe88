"""The sheet of e-mail addresses that the fund hands out is the sheet of its form."""

from __future__ import annotations

from pathlib import Path

from config import ROOT
from console.base.figures import style_of
from console.forms.entries import Piece
from console.forms.importing import SheetJob, read_entries
from console.forms.revisions import publish, to_stored
from console.languages.catalogues import catalogue_of
from plugins.ch_fund.forms import TRAINING_DELEGATION
from tests.support.fund_sheets import DELEGATION_TITLES, delegation, sheet


def test_the_sheet_of_the_fund_is_read_with_its_own_titles(tmp_path: Path) -> None:
    file = tmp_path / "delegations.xlsx"
    file.write_bytes(sheet(DELEGATION_TITLES, [delegation()]))
    french = catalogue_of("fr_CH", [ROOT / "plugins/ch_fund/translations"])
    revision = publish(TRAINING_DELEGATION, ("fr",), lambda _, message: french.gettext(message))

    told = list(read_entries(SheetJob(str(file), file.name, to_stored(revision), style_of("fr", "CH"), ())))

    assert [one.good for one in told if isinstance(one, Piece)] == [1]
