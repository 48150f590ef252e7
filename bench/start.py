"""From starting the server's process to the first page drawn in a fresh browser: Regrow and the bare page, in turns."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager

from bench import servers
from bench.browser import blank, browser, charts, visit
from bench.cohorts import reference
from bench.measured import Line, Times

TARGET = 1.2
REPEATS = 7
Start = Callable[[], AbstractContextManager[str]]


def lines() -> Iterator[Line]:
    """A server, a browser and a profile of its own for every repeat; a first round is thrown away."""
    with reference() as store:
        with servers.regrow(store) as url, browser() as opened:
            shown = charts(visit(opened, url))
        starts: Mapping[str, Start] = {"regrow": lambda: servers.regrow(store), "bare": lambda: servers.bare(shown)}
        times: dict[str, Times] = {name: [] for name in starts}
        for turn in range(REPEATS + 1):
            for name, start in starts.items() if turn % 2 else reversed(starts.items()):
                took = _first_page(start, shown)
                times[name] += [took] if turn else []
        yield Line(what="start to first page / bare page", ours=times["regrow"], other=times["bare"], target=TARGET)


def _first_page(start: Start, shown: int) -> float:
    with browser() as opened:
        page = blank(opened)
        began = time.time()
        with start() as url:
            page.goto(url, wait_until="commit")
            drawn: float = page.evaluate("shown => window.bench.drawn(shown)", shown)
    return drawn - 1000 * began
