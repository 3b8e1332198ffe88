"""Values of the contract that only mean "there was none before"."""

from tests.plugins.fr_dsn.controls.harness import Example, put

CONTRACT = "S21.G00.40"


def only_as_old(
    number: str, control: str, forbidden: str, admitted: str, also: tuple[str, ...] = ()
) -> Example:
    return Example(
        f"{CONTRACT}.{number}/{control}",
        fires=[put(CONTRACT, number, forbidden)],
        passes=[put(CONTRACT, number, admitted)],
        also=[f"{CONTRACT}.{number}/{one}" for one in also],
    )


NOT_PUBLIC = ("CCH-11",)
"""The contract is not one of the public service, where only these rubrics are used."""


EXAMPLES = [
    only_as_old("005", "CCH-21", "999999", "999998"),
    only_as_old("022", "CCH-11", "99", "01"),
    only_as_old("041", "CCH-11", "ZZZ", "ZZY"),
    only_as_old("057", "CCH-12", "ZZ9", "100", NOT_PUBLIC),
    only_as_old("060", "CCH-12", "ZZ9", "100", NOT_PUBLIC),
    only_as_old("061", "CCH-12", "ZZ9", "100", NOT_PUBLIC),
    only_as_old("063", "CCH-12", "ZZ9", "100", NOT_PUBLIC),
    only_as_old("064", "CCH-12", "ZZ9", "100", NOT_PUBLIC),
    only_as_old("065", "CCH-12", "ZZ9", "100", NOT_PUBLIC),
    only_as_old("069", "CCH-11", "ZZZ", "ZZY"),
    only_as_old("071", "CCH-11", "000", "100"),
    only_as_old("079", "CCH-11", "99999", "99998"),
    only_as_old("080", "CCH-12", "999", "49"),
    only_as_old("081", "CCH-11", "999999999", "690000001"),
]
