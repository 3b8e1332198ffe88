"""What is written passes its own checks, and is read as what was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.fr_dsn.formats.careful import groups_of
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.writer.blocks import Block, NotWritable
from plugins.fr_dsn.formats.writer.declarations import END, RESUMPTION, STOPPAGE, Monthly, Signal
from plugins.fr_dsn.formats.writer.people import End, Worker
from plugins.fr_dsn.formats.writer.sending import write_sending
from plugins.fr_dsn.norm.norms import norm_of
from plugins.fr_dsn.rules.controls.engine import Judge
from plugins.fr_dsn.rules.facts.declarations import Person
from plugins.fr_dsn.rules.sequence.files import FileFacts, Sequence
from tests.plugins.fr_dsn.writer.people import (
    CONTACT,
    EMITTER,
    EMPLOYER,
    MADE,
    due,
    monthlies,
    workers,
)

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VERSIONS = ["P24V01", "P25V01", "P26V01"]


def checked(data: bytes) -> FileFacts:
    return Sequence("file", lambda profile: Judge(tolerant=False)).read("written.dsn", BytesIO(data))


def told(facts: FileFacts) -> list[tuple[str, int | None, str]]:
    return [(one.control, one.line, one.message.message % one.message.params) for one in facts.findings]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@few
@given(monthly=monthlies())
def test_a_monthly_that_is_written_passes_all_checks_and_is_read_as_it_was_meant(
    monthly: Monthly, version: str, line_end: str
) -> None:
    facts = checked(write_sending(EMITTER, [monthly], version, line_end))
    (read,) = facts.declarations

    assert told(facts) == []
    assert (facts.verdict, facts.norm) == ("accepted", version)
    head = read.head
    assert (head.siret, head.month, head.fraction, head.order, head.type) == (
        monthly.employer.siret, monthly.month, monthly.fraction, str(monthly.order), monthly.type,
    )  # fmt: skip
    assert read.individuals == len(monthly.workers)
    assert read.gross == sum(one.pay.gross for one in monthly.workers if one.pay)
    assert read.urssaf == sum(one.cents for one in monthly.statements)
    assert (read.payments, read.paid) == (len(monthly.payments), sum(one.cents for one in monthly.payments))
    assert [(one.reference, one.due, one.paid) for one in read.contracts] == [
        (one.reference, owed, owed)
        for one in monthly.insured
        for owed in [due(one.reference, monthly.workers, monthly.shares)]
    ]
    assert [(one.person, one.last_day_worked, one.until) for one in read.stoppages] == [
        (person_of(worker), absence.last_day_worked, absence.until)
        for worker in monthly.workers
        for absence in worker.work[0].absences
    ]
    assert [(one.person, one.date) for one in read.endings] == [
        (person_of(worker), worker.work[0].end.on) for worker in monthly.workers if worker.work[0].end
    ]


def person_of(worker: Worker) -> Person:
    return Person(worker.nir, worker.technical_number)


@few
@given(monthly=monthlies(least=1))
def test_block_by_block_what_is_read_is_what_was_written(monthly: Monthly) -> None:
    norm = norm_of("P25V01")
    assert norm is not None
    data = write_sending(EMITTER, [monthly])
    _, groups = groups_of(data.decode("iso-8859-1"))

    read = [block for group in groups for block in flat(group)]
    assert read == [one for one in written(monthly.block(norm)) if one[0]]


def flat(group: Group) -> list[tuple[str, dict[str, str]]]:
    return [
        (plan.block, {number: group.value(at, number) or "" for number in plan.numbers})
        for at, plan in enumerate(group.plans)
        if not plan.block.startswith(("S10", "S90"))
    ]


def written(block: Block) -> list[tuple[str, dict[str, str]]]:
    norm = norm_of("P25V01")
    assert norm is not None
    order = list(norm.blocks)
    own = {number: value for number, value in sorted(block.values.items()) if value is not None}
    below = sorted(block.below, key=lambda one: order.index(one.code))
    return [(block.code, own), *(one for child in below for one in written(child))]


@pytest.mark.parametrize("version", VERSIONS)
@few
@given(worker=workers(1, [], EMPLOYER.siren), order=st.integers(0, 999))
def test_signals_of_a_stoppage_and_of_its_resumption_pass_all_checks_and_are_one_stoppage(
    worker: Worker, order: int, version: str
) -> None:
    if not worker.work[0].absences:
        return
    (absence,) = worker.work[0].absences
    resumed = absence.until
    made = absence.last_day_worked + timedelta(days=1)
    contact = replace(CONTACT, kind="01")
    begun = Signal(STOPPAGE, EMPLOYER, contact, order, made, worker)
    back = replace(worker, work=[replace(worker.work[0], absences=[replace(absence, resumed=resumed)])])
    ended = Signal(RESUMPTION, EMPLOYER, contact, order + 1, resumed, back)

    sequence = Sequence("file", lambda profile: Judge(tolerant=False))
    for signal in (begun, ended):
        facts = sequence.read("signal.dsn", BytesIO(write_sending(EMITTER, [signal], version)))
        refusals = [one for one in facts.findings if one.severity == "refusal"]
        assert [one.message for one in refusals] == []
    (known,) = sequence.stoppages()
    assert (known.last_day_worked, known.until, known.resumed) == (
        absence.last_day_worked, absence.until, resumed,
    )  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@few
@given(worker=workers(1, [], EMPLOYER.siren))
def test_the_signal_of_an_ending_passes_all_checks(worker: Worker, version: str) -> None:
    ended = replace(worker, work=[replace(worker.work[0], end=End(date(2025, 3, 31)), absences=[])])
    data = write_sending(EMITTER, [Signal(END, EMPLOYER, CONTACT, 9, MADE, ended)], version)
    facts = checked(data)

    assert told(facts) == []
    assert [(one.date, one.reason) for one in facts.declarations[0].endings] == [(date(2025, 3, 31), "059")]


@few
@given(worker=workers(1, [], EMPLOYER.siren), order=st.integers(0, 999), cancels=st.booleans())
def test_a_signal_that_replaces_or_cancels_another_one_passes_all_checks(
    worker: Worker, order: int, cancels: bool
) -> None:
    ended = replace(worker, work=[replace(worker.work[0], end=End(date(2025, 3, 31)), absences=[])])
    first = Signal(END, EMPLOYER, CONTACT, order, MADE, ended)
    second = replace(first, order=order + 1, replaced=(MADE, order), cancels=cancels)

    sequence = Sequence("file", lambda profile: Judge(tolerant=False))
    for signal in (first, second):
        facts = sequence.read("signal.dsn", BytesIO(write_sending(EMITTER, [signal])))
        assert told(facts) == []
    assert facts.declarations[0].head.type == ("04" if cancels else "03")


@few
@given(monthly=monthlies(least=1), bits=st.integers(0, 2**40), keep=st.booleans())
def test_a_written_file_that_is_damaged_is_answered_without_a_failure(
    monthly: Monthly, bits: int, keep: bool
) -> None:
    data = bytearray(write_sending(EMITTER, [monthly]))
    at = bits % len(data)
    if keep:
        data[at] = (bits >> 20) % 256
    else:
        del data[at : at + 1 + (bits >> 20) % 60]
    facts = checked(bytes(data))

    assert facts.verdict in ("accepted", "refused", "not_a_dsn")


def test_what_the_norm_does_not_allow_is_not_written() -> None:
    monthly = Monthly(EMPLOYER, CONTACT, date(2025, 3, 1), 1, MADE)
    for wrong in (
        replace(monthly, fraction="10"),
        replace(monthly, contact=replace(CONTACT, kind="77")),
        replace(monthly, contact=replace(CONTACT, name="")),
        replace(monthly, contact=replace(CONTACT, name="Ř")),
        replace(monthly, contact=replace(CONTACT, name="X\nY")),
        replace(monthly, order=-1),
    ):
        with pytest.raises(NotWritable):
            write_sending(EMITTER, [wrong])


def test_a_norm_of_no_year_is_not_written() -> None:
    with pytest.raises(NotWritable):
        write_sending(EMITTER, [Monthly(EMPLOYER, CONTACT, date(2025, 3, 1), 1, MADE)], "P19V01")


def test_a_sending_about_nobody_says_so() -> None:
    data = write_sending(EMITTER, [Monthly(EMPLOYER, CONTACT, date(2025, 3, 1), 1, MADE)])

    assert b"S10.G00.00.008,'02'\n" in data
    assert b"S20.G00.05.002,'02'\n" in data
    assert told(checked(data)) == []
