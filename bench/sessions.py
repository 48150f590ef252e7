"""Ten readers at once, about two seconds between their clicks, against one; and the bare page beside it.

Twice: what the server takes, with readers that only receive; and what ten readers see whose pages are all drawn by one browser
on this machine, which no meeting does. The bare page shows how much of the second is the browser.
"""

import asyncio
import random
from collections.abc import Iterator, Sequence
from itertools import count

from playwright.sync_api import Page

from bench import servers
from bench.browser import browser, charts, visit, walks
from bench.cohorts import reference
from bench.measured import Line, Times
from bench.reader import Reader
from bench.steps import bare_steps, regrow_steps

TARGET = 1.5
MANY = 10
THINK = 2000  # ms
ROUNDS = 2
CLICKS = 8  # a round, of every reader
ALONE = "ten readers / one reader"


def lines() -> Iterator[Line]:
    """The server alone, then with all ten pages drawn here, then the bare page."""
    with reference() as store, servers.regrow(store) as url:
        ten, one = asyncio.run(_received(url))
        yield Line(what=f"{ALONE}, server", ours=ten, other=one, target=TARGET)
        with browser() as opened:
            pages = [visit(opened, url) for _ in range(MANY)]
            shown = charts(pages[0])
            ten, one = _rounds(pages, regrow_steps())
        yield Line(what=f"{ALONE}, drawn in one browser", ours=ten, other=one, target=TARGET)
    with servers.bare(shown) as url, browser() as opened:
        ten, one = _rounds([visit(opened, url) for _ in range(MANY)], bare_steps())
        yield Line(what=f"{ALONE}, bare page in one browser", ours=ten, other=one)


async def _received(url: str) -> tuple[Times, Times]:
    """The times of ten readers and of one, in turns; every view of everyone is a cohort never asked for before."""
    readers = [await Reader.opened(url) for _ in range(MANY)]
    views = (f"where=age_years%3D{n % 40}..{60 + n // 40}" for n in count())
    ten, one = list[float](), list[float]()
    for _ in range(ROUNDS):
        parts = [[next(views) for _ in range(CLICKS)] for _ in readers]
        walks = await asyncio.gather(*(_walk(reader, part, THINK) for reader, part in zip(readers, parts, strict=True)))
        ten += [took for walk in walks for took in walk]
        one += await _walk(readers[0], [next(views) for _ in range(CLICKS)], THINK // 4)
    for reader in readers:
        await reader.leave()
    return ten, one


async def _walk(reader: Reader, views: Sequence[str], think: int) -> Times:
    times = list[float]()
    for view in views:
        await asyncio.sleep(random.uniform(0.5, 1.5) * think / 1000)
        times.append(await reader.view(view))
    return times


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
