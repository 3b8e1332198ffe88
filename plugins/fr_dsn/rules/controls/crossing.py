"""What controls across blocks have in common: short names of rubrics, conditions that may not hold together, sentences.

Rubrics are written short in the tables of declarations: `40.007` is S21.G00.40.007, `S89.92.001` is S89.G00.92.001.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Fault, Frame, Needs, Values
from plugins.fr_dsn.rules.controls.within_block import ABSENT, When

ADD_RUBRIC = N_("With %(given)s, fill in %(rubric)s as well, or correct the former.")
REMOVE_RUBRIC = N_("With %(given)s, %(rubric)s may not be declared: take it out, or correct the former.")
ONLY = N_("With %(given)s, %(rubric)s may only be %(allowed)s, not %(value)s: correct one of the two.")
NOT_TOGETHER = N_("%(given)s does not go with %(other)s: correct one of the two.")


def key(short: str) -> str:
    """Write a rubric or a block in full: `40.001` is S21.G00.40.001, `S89.92` is S89.G00.92."""
    head, _, rest = short.rpartition("S89.")
    return f"S89.G00.{rest}" if head == "" and short.startswith("S89.") else f"S21.G00.{short}"


def listed(codes: str) -> tuple[str, ...]:
    """Part codes that are written in one text, separated by spaces."""
    return tuple(codes.split())


def when(condition: When) -> When:
    """Write the rubric of a condition in full."""
    return When(key(condition.number), condition.holds, condition.codes)


def never(
    control: str, *conditions: When, base: str | None = None, if_frame: Callable[[Frame], bool] | None = None
) -> ChainRule:
    """Refuse what satisfies all conditions at once; the last one is what the sentence asks to correct.

    Conditions name rubrics short; `base` is the block looked at when it is not that of the control.
    """
    asked = tuple(when(one) for one in conditions)
    *given, last = asked
    say = _sentence(last)

    def judge(values: Values) -> Phrase | None:
        if not all(one.holds(value) for one, value in zip(asked, values, strict=True)):
            return None
        return say(said(given, values), values[-1])

    reads = tuple(one.number for one in asked)
    block = key(base) if base else control[:10]
    need = next((one.number[11:] for one in asked if one.number[:10] == block and not one.holds(None)), None)
    return ChainRule(control, block, reads, starting(judge, if_frame), need, needs_of(asked))


def lines(short: str, *codes: str) -> frozenset[str]:
    """Give the lines in which a rubric, written short or in full, holds one of these codes."""
    rubric = short if len(short) > len("S89.00.000") else key(short)
    return frozenset(f"{rubric},'{code}" for code in codes)


def needs_of(conditions: Sequence[When]) -> Needs:
    """Give the lines that conditions ask for, in so far as they list codes; rubrics are written in full."""
    asked = (one for one in conditions if one.codes and not one.holds(None) and not one.holds("\0"))
    return tuple(lines(one.number, *one.codes) for one in asked if all(map(one.holds, one.codes)))


def starting(
    judge: Callable[[Values], Phrase | None], if_frame: Callable[[Frame], bool] | None
) -> Callable[[Frame], Callable[[Values], Phrase | None] | None]:
    """Give what begins a rule whose judge does not depend on the declaration, but may be of use only in some."""
    return lambda frame: judge if if_frame is None or if_frame(frame) else None


def nature(*natures: str) -> Callable[[Frame], bool]:
    """Ask for one of these natures of declaration."""
    return lambda frame: frame.nature in natures


def both(first: ChainRule, second: ChainRule) -> ChainRule:
    """Join two rules of one control: the first that has something to say speaks."""
    reads = tuple(dict.fromkeys(first.reads + second.reads))
    places = [tuple(reads.index(read) for read in rule.reads) for rule in (first, second)]

    def start(frame: Frame) -> Callable[[Values], Phrase | None]:
        judges = [rule.start(frame) for rule in (first, second)]

        def judge(values: Values) -> Phrase | None:
            for one, at in zip(judges, places, strict=True):
                message = one(tuple(values[place] for place in at)) if one else None
                if message is not None:
                    return message
            return None

        return judge

    asked = first.needs and second.needs and (first.needs[0] | second.needs[0],)
    return ChainRule(first.control, first.base, reads, start, first.need, asked or ())


def _sentence(last: When) -> Callable[[str, str | None], Phrase]:
    """Choose what to say by the condition that makes the fault: a rubric absent, present, another code, that code."""
    rubric = words.rubric
    if not last.codes and last.holds(None):
        return lambda given, _: Phrase(ADD_RUBRIC, {"given": given, "rubric": rubric(last.number)})
    if not last.codes:
        return lambda given, _: Phrase(REMOVE_RUBRIC, {"given": given, "rubric": rubric(last.number)})
    if last.holds(last.codes[0]):
        return lambda given, value: Phrase(NOT_TOGETHER, {"given": given, "other": pair(last.number, value)})
    return lambda given, value: Phrase(
        ONLY,
        {
            "given": given,
            "rubric": rubric(last.number),
            "allowed": words.codes(last.number, last.codes),
            "value": words.code(last.number, value) if value else ABSENT,
        },
    )


class Nothing:
    """Gathers nothing: for a rule over a declaration that has nothing to fear."""

    def add(self, group: Group) -> Iterable[Fault]:
        """Let it pass."""
        return ()

    def end(self, head: Group) -> Iterable[Fault]:
        """Nothing is left to say."""
        return ()


def said(conditions: Sequence[When], values: Values) -> str:
    """Put the rubrics of these conditions and what they say side by side, but for those that are absent."""
    both = zip(conditions, values, strict=False)
    return ", ".join(pair(one.number, value) for one, value in both if value is not None)


def pair(rubric: str, value: str | None) -> str:
    """Put a rubric and what it says side by side."""
    return f"{words.rubric(rubric)} = {words.code(rubric, value or '')}"


def head_value(frame: Frame, block: str, number: str) -> str | None:
    """Give what the first block of a code in the head says under a rubric number."""
    blocks = frame.head.of(block)
    return frame.head.value(blocks[0], number) if blocks else None


def written(on: date) -> str:
    """Write a day as it is read in France: `31/03/2025`."""
    return on.strftime("%d/%m/%Y")
