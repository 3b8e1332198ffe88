import functools
import os
import resource
import signal
import time
from operator import truediv

import pytest

from console.base.bounded import Crashed, TookTooLong, TooLarge, run_bounded

bounded = functools.partial(run_bounded, seconds=5, memory_mb=256)


def test_the_result_comes_back():
    assert bounded(truediv, 1, 4) == 0.25


def test_what_the_function_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        bounded(truediv, 1, 0)


def test_waiting_too_long_is_ended():
    with pytest.raises(TookTooLong):
        run_bounded(time.sleep, 30, seconds=0.2, memory_mb=256)


def test_a_child_whose_server_is_gone_ends_by_itself():
    assert bounded(resource.getrlimit, resource.RLIMIT_CPU) == (5, 6)


def test_asking_for_too_much_memory_is_ended():
    with pytest.raises(TooLarge):
        bounded(bytearray, 10**9)


def test_a_result_too_large_for_the_memory_is_ended():
    with pytest.raises(TooLarge):
        bounded(bytes, 150_000_000)


@pytest.mark.parametrize("end", [(os._exit, 3), (os.abort,), (signal.raise_signal, signal.SIGSEGV)])
def test_a_child_that_dies_is_told_apart_from_an_answer(end):
    with pytest.raises(Crashed):
        bounded(*end)


def test_what_the_function_prints_does_not_mix_with_its_answer():
    assert bounded(os.write, 1, b"words") == 5


def test_the_child_knows_no_secret_of_the_server(monkeypatch):
    monkeypatch.setenv("GUICHET_SECRET", "invented")

    assert bounded(os.getenv, "GUICHET_SECRET") is None
