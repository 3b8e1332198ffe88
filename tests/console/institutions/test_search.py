"""People find rows by the beginnings of words, and only their own rows."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from console.institutions.scope import Scope
from console.institutions.search import MOST_WORDS, SearchTerm, matching, terms_of
from console.parties.models import Company
from plugins.ch_fund.models import Employee
from tests.support.house import House, acting_in

LEMAN, AARETAL = "CC Léman", "AK Aaretal"


def found(house: House, typed: str, institution: str = LEMAN) -> list[str]:
    with house.reading(institution) as session:
        statement = select(Company.number).where(*matching(Company, Company.id, typed))
        return sorted(session.scalars(statement))


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("Menuiserie", ["41017"]),
        ("menu fav", ["41017"]),
        ("FAVRE sàrl", ["41017"]),
        ("fleurs rhone", ["41058"]),
        ("4101", ["41017"]),
        ("CHE-000.000.023", ["41017"]),
        ("boulangerie menuiserie", []),
        ("oulangerie", []),
        ("Thun", []),
        ("Schreinerei Muster", []),
    ],
)
def test_words_are_found_by_their_beginning_whatever_their_case_and_accents(
    standing_house: House, typed: str, numbers: list[str]
) -> None:
    assert found(standing_house, typed) == numbers


def test_a_number_is_found_with_and_without_its_dots(standing_house: House) -> None:
    with standing_house.reading(LEMAN) as session:
        whole = session.scalars(select(Employee.avs_number).limit(1)).one()
        dotted = f"{whole[:3]}.{whole[3:7]}.{whole[7:11]}.{whole[11:]}"
        for typed in (whole, dotted, dotted[:12]):
            assert whole in session.scalars(
                select(Employee.avs_number).where(*matching(Employee, Employee.id, typed))
            )


@pytest.mark.parametrize("typed", ["-", "Ω", "%", "_", "'"])
def test_what_holds_no_letter_or_figure_finds_nothing_instead_of_everything(
    standing_house: House, typed: str
) -> None:
    assert found(standing_house, typed) == []


def test_a_very_long_search_looks_at_a_few_words_only() -> None:
    assert len(matching(Company, Company.id, "mot " * 300)) == MOST_WORDS


def test_each_institution_finds_its_own(standing_house: House) -> None:
    assert found(standing_house, "Schreinerei", AARETAL) == ["7001"]
    assert found(standing_house, "Menuiserie", AARETAL) == []


def test_a_company_s_people_find_nothing_of_other_companies(standing_house: House) -> None:
    with standing_house.reading(LEMAN) as session:
        own = session.scalars(select(Company.id).where(Company.number == "41002")).one()
        names = set(session.scalars(select(Employee.family_name).where(Employee.company_id != own)))
    scope = Scope((standing_house.institution(LEMAN),), (own,))
    with acting_in(standing_house.app, scope) as session:
        for typed in sorted(names):
            hits = session.scalars(select(Employee).where(*matching(Employee, Employee.id, typed)))
            assert {employee.company_id for employee in hits} <= {own}
        assert (
            session.scalars(select(Company).where(*matching(Company, Company.id, "Menuiserie"))).all() == []
        )


def test_a_search_box_shows_a_company_s_people_nothing_of_other_companies(standing_house: House) -> None:
    browser = standing_house.browser("luca")
    for path in (
        "/ch_fund/company/suggest?q=menu",
        "/ch_fund/company/list/?search=menu",
        "/ch_fund/employee/list/?company=41017",
    ):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert "Menuiserie" not in answer.get_data(as_text=True)


def test_words_follow_the_row_through_its_life(house: House) -> None:
    with house.writing(LEMAN) as session:
        company = Company(number="41777", name="Zinguerie Perrochet", town="Aigle")
        session.add(company)
        session.flush()
        key = company.id
    assert found(house, "perro") == ["41777"]

    with house.writing(LEMAN) as session:
        session.get(Company, key).name = "Ferblanterie Nouvelle"
    assert (found(house, "perro"), found(house, "ferbl")) == ([], ["41777"])

    with house.writing(LEMAN) as session:
        session.delete(session.get(Company, key))
    with house.reading(LEMAN) as session:
        mine = (SearchTerm.subject == "party_company", SearchTerm.subject_id == key)
        assert session.scalars(select(SearchTerm).where(*mine)).all() == []


def test_a_rolled_back_row_leaves_no_words(house: House) -> None:
    with pytest.raises(ZeroDivisionError), house.writing(LEMAN) as session:
        session.add(Company(number="41777", name="Zinguerie Perrochet"))
        session.flush()
        raise ZeroDivisionError

    with house.reading(LEMAN) as session:
        assert session.scalars(select(SearchTerm).where(SearchTerm.term == "perrochet")).all() == []


def test_a_number_with_gaps_is_also_kept_without_them() -> None:
    company = Company(number="41 777", name="Rue 7", official_number="", town="")
    assert terms_of(company) == {"41", "777", "41777", "rue", "7"}
