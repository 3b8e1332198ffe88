"""Damage as files suffer it, and worse: drawn at random from a dozen kinds."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Lines = list[bytes]


def damaged(data: bytes, draw: Random, most: int = 3) -> bytes:
    """Give the bytes of a file after one to three accidents."""
    for _ in range(draw.randint(1, most)):
        if draw.random() < 0.75:
            lines = data.split(b"\n")
            draw.choice(_TO_LINES)(lines, draw)
            data = b"\n".join(lines)
        else:
            data = draw.choice(_TO_BYTES)(data, draw)
    return data


def _place(lines: Lines, draw: Random) -> int:
    return draw.randrange(len(lines))


def _quote_lost(lines: Lines, draw: Random) -> None:
    at = _place(lines, draw)
    lines[at] = lines[at].removesuffix(b"'")


def _doubled(lines: Lines, draw: Random) -> None:
    at = _place(lines, draw)
    lines.insert(at, lines[at])


def _dropped(lines: Lines, draw: Random) -> None:
    at = _place(lines, draw)
    del lines[at : at + draw.choice((1, 1, 2, 10))]
    if not lines:
        lines.append(b"")


def _blank(lines: Lines, draw: Random) -> None:
    lines.insert(_place(lines, draw), draw.choice((b"", b" ", b"\t", b"\r")))


def _swapped(lines: Lines, draw: Random) -> None:
    one, other = _place(lines, draw), _place(lines, draw)
    lines[one], lines[other] = lines[other], lines[one]


def _moved(lines: Lines, draw: Random) -> None:
    one, length = _place(lines, draw), draw.choice((1, 5, 20))
    part = lines[one : one + length]
    del lines[one : one + length]
    other = draw.randint(0, len(lines))
    lines[other:other] = part


def _another_value(lines: Lines, draw: Random) -> None:
    at = _place(lines, draw)
    lines[at] = lines[at][:16] + draw.choice(_VALUES) + b"'"


def _another_rubric(lines: Lines, draw: Random) -> None:
    at = _place(lines, draw)
    number = b"%03d" % draw.choice((0, 1, 2, 3, 5, 11, 20, 99, 600, 903))
    lines[at] = lines[at][:11] + number + lines[at][14:]


def _another_block(lines: Lines, draw: Random) -> None:
    at = _place(lines, draw)
    lines[at] = draw.choice(_BLOCKS) + lines[at][10:]


def _begun_again(lines: Lines, draw: Random) -> None:
    at = _place(lines, draw)
    lines[at:at] = lines[: draw.choice((1, 20, len(lines)))]


def _within_value(lines: Lines, draw: Random) -> None:
    at = _place(lines, draw)
    lines[at] = (
        lines[at][:18]
        + draw.choice((b"'\n", b"\n", b"\r", b"'", b"\x00", b"\x92", b"\xc3\xa9"))
        + lines[at][18:]
    )


def _cut(data: bytes, draw: Random) -> bytes:
    return data[: draw.randint(0, len(data))]


def _flipped(data: bytes, draw: Random) -> bytes:
    if not data:
        return data
    at = draw.randrange(len(data))
    return data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]


def _other_ends(data: bytes, draw: Random) -> bytes:
    return data.replace(b"\n", draw.choice((b"\r\n", b"\r", b"\r\r\n", b"\n\n")), draw.choice((1, 5, -1)))


def _as_utf8(data: bytes, draw: Random) -> bytes:
    return data.decode("latin-1").encode("utf-8")


def _marked(data: bytes, draw: Random) -> bytes:
    return (
        draw.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b", b"S05.G51.00.001,'V01R02'\n", b"\n")) + data
    )


_TO_LINES: tuple[Callable[[Lines, Random], None], ...] = (
    _quote_lost, _doubled, _dropped, _blank, _swapped, _moved, _another_value, _another_value, _another_rubric,
    _another_block, _begun_again, _within_value,
)  # fmt: skip
_TO_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (_cut, _flipped, _other_ends, _as_utf8, _marked)
_VALUES = (
    b"", b" ", b"01", b"99", b"31022025", b"30132025", b"00000000", b"1.0", b"-0.00", b"1e9", b"S21.G00.30.001,'", b"'",
    b"A" * 300, b"\xe9", b" X", b"X ", b"\xa0", b"\xb2\xb2.\xb2\xb2", b"12345678901234567890", b"FR", b"2025M13", b"--",
)  # fmt: skip
_BLOCKS = (
    b"S10.G00.00", b"S20.G00.05", b"S21.G00.06", b"S21.G00.11", b"S21.G00.30", b"S21.G00.40", b"S21.G00.50",
    b"S21.G00.81", b"S21.G00.85", b"S21.G00.47", b"S21.G00.63", b"S89.G00.91", b"S90.G00.90", b"S96.G51.00", b"s21.g00.30",
)  # fmt: skip
