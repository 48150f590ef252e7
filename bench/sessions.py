"""Ten readers at once, about two seconds between their clicks, against one; and the bare page beside it."""

from collections.abc import Iterator, Sequence

from playwright.sync_api import Page

from bench import servers
from bench.browser import browser, charts, visit, walks
from bench.cohorts import reference
from bench.measured import Line, Times
from bench.steps import bare_steps, regrow_steps

TARGET = 1.5
MANY = 10
THINK = 2000  # ms
ROUNDS = 2
CLICKS = 8  # a round, of every reader
ALONE = "ten readers / one reader"


def lines() -> Iterator[Line]:
    """All ten pages are drawn by one browser on this very machine, so the bare page shows what of it is the browser."""
    with reference() as store, servers.regrow(store) as url, browser() as opened:
        pages = [visit(opened, url) for _ in range(MANY)]
        shown = charts(pages[0])
        ten, one = _rounds(pages, regrow_steps())
        yield Line(what=ALONE, ours=ten, other=one, target=TARGET)
    with servers.bare(shown) as url, browser() as opened:
        ten, one = _rounds([visit(opened, url) for _ in range(MANY)], bare_steps())
        yield Line(what=f"{ALONE}, bare page", ours=ten, other=one)


def _rounds(pages: Sequence[Page], steps: Sequence[str]) -> tuple[Times, Times]:
    """The times of ten and of one, in turns, over cohorts seen before: one reader has walked ahead and back."""
    first, ten, one = pages[:1], list[float](), list[float]()
    parts = [list(steps[turn * CLICKS : (turn + 1) * CLICKS]) for turn in range(ROUNDS)]
    ahead = [step for part in parts for step in part]
    walks(first, ahead + ahead[::-1], 0)
    for part in parts:
        ten += walks(pages, part, THINK)
        one += walks(first, part[::-1] + part, THINK // 4)
    return ten, one
