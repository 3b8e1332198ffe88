import functools
import os
import sys
import time

import pytest

from console.base.bounded import Crashed, TookTooLong, TooLarge, stream_bounded

bounded = functools.partial(stream_bounded, seconds=10, memory_mb=256)


def counting_to(end):
    yield from range(end)


def echoes(data, pieces):
    for _ in range(pieces):
        yield data


def failing_after_one():
    yield 1
    raise ValueError("invented")


def dying_after_one():
    yield 1
    os._exit(3)


def growing():
    yield 1
    yield bytearray(10**9)


def never_ending():
    yield os.getpid()
    time.sleep(30)


def talking():
    sys.stderr.write("words " * 100_000)
    yield 1


@pytest.fixture(autouse=True)
def _found_by_the_child(monkeypatch):
    """The child looks for the functions above under the name of this module."""
    monkeypatch.syspath_prepend(os.path.dirname(__file__))
    for function in (counting_to, echoes, failing_after_one, dying_after_one, growing, never_ending, talking):
        monkeypatch.setattr(function, "__module__", "test_bounded_streams")
    monkeypatch.setitem(sys.modules, "test_bounded_streams", sys.modules[__name__])


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_values_come_piece_by_piece():
    assert list(bounded(counting_to, 5)) == [0, 1, 2, 3, 4]


def test_large_requests_and_answers_do_not_wait_for_each_other():
    data = bytes(20_000_000)

    assert all(piece == data for piece in bounded(echoes, data, 3))


def test_what_the_function_raises_comes_after_its_values():
    values = bounded(failing_after_one)

    assert next(values) == 1
    with pytest.raises(ValueError, match="invented"):
        next(values)


@pytest.mark.parametrize(("function", "error"), [(dying_after_one, Crashed), (growing, TooLarge)])
def test_a_child_that_dies_is_told_after_its_values(function, error):
    values = bounded(function)

    assert next(values) == 1
    with pytest.raises(error):
        next(values)


def test_a_child_that_takes_too_long_between_two_values_is_ended():
    values = stream_bounded(never_ending, seconds=1, memory_mb=256)
    process = next(values)

    with pytest.raises(TookTooLong):
        next(values)
    assert not is_running(process)


def test_closing_the_iterator_ends_the_child():
    values = bounded(never_ending)
    process = next(values)

    values.close()

    assert not is_running(process)


def test_a_child_that_talks_a_lot_is_heard_out():
    assert list(bounded(talking)) == [1]
