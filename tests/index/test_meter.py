"""Progress: one live line on a terminal, a line now and then elsewhere, nothing for what is quickly done."""

from __future__ import annotations

import io

from index.meter import Meter


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_terminal_has_one_live_line_that_goes_away() -> None:
    stream, clock = Terminal(), Clock()
    with Meter(stream, clock) as meter:
        for done in (0, 500, 1000):
            clock.now = done / 100
            meter(done, 2000, "sets geïndexeerd")
    shown = stream.getvalue()
    assert "1.000 van 2.000 sets geïndexeerd (50 %, nog 10 s)" in shown
    assert "\n" not in shown
    assert shown.endswith("\r")


def test_elsewhere_a_line_is_printed_now_and_then() -> None:
    stream, clock = io.StringIO(), Clock()
    with Meter(stream, clock) as meter:
        for second in range(31):
            clock.now = float(second)
            meter(second, 300, "documenten gelezen")
    assert stream.getvalue().splitlines() == [
        "10 van 300 documenten gelezen (3 %, nog 5 min)",
        "20 van 300 documenten gelezen (7 %, nog 5 min)",
        "30 van 300 documenten gelezen (10 %, nog 4 min)",
    ]


def test_quick_work_says_nothing_elsewhere() -> None:
    stream, clock = io.StringIO(), Clock()
    with Meter(stream, clock) as meter:
        meter(0, 2, "sets geïndexeerd")
        clock.now = 1.0
        meter(2, 2, "sets geïndexeerd")
    assert stream.getvalue() == ""


def test_an_unknown_total_is_left_out() -> None:
    stream, clock = io.StringIO(), Clock()
    with Meter(stream, clock) as meter:
        clock.now = 11.0
        meter(25263, None, "documenten gevonden")
    assert stream.getvalue() == "25.263 · documenten gevonden\n"
