"""Work that is shared with other processes comes back in the order it was given in, or not at all."""

from __future__ import annotations

import gc
import math

import pytest

from improving_value.kernel import processes
from improving_value.kernel.processes import in_processes


@pytest.fixture(autouse=True)
def _three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes.os, "cpu_count", lambda: 3)


def test_results_stand_in_the_order_of_the_work() -> None:
    numbers = [5, 3, 9, 1, 7, 2, 8]
    assert in_processes(math.factorial, numbers, numbers) == [math.factorial(number) for number in numbers]


@pytest.mark.parametrize("size", [9, 0])
def test_what_goes_wrong_anywhere_is_said_here(size: int) -> None:
    """The largest is done elsewhere, the smallest here."""
    with pytest.raises(ValueError, match="math domain"):
        in_processes(math.sqrt, [4, -1, 9, 16], [3, size, 2, 1])


def _threshold(_: int) -> tuple[int, int, int]:
    return gc.get_threshold()


def test_other_processes_look_for_rubbish_as_seldom() -> None:
    before = gc.get_threshold()
    gc.set_threshold(54_321, 12, 13)
    try:
        assert set(in_processes(_threshold, [1, 2, 3, 4], [4, 3, 2, 1])) == {(54_321, 12, 13)}
    finally:
        gc.set_threshold(*before)
