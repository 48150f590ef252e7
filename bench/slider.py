"""From one step of the duration cut-off to the chart redrawn: the forest plot of nine terms against the rates page."""

from collections.abc import Iterator

from bench import servers
from bench.browser import browser, slide, visit
from bench.cohorts import reference
from bench.measured import Line, Times

TARGET = 1.3
STEPS = 14  # to the right, and back again over cut-offs seen before
REST = 200  # ms between steps
THUMB = "[data-testid=stMain] input[type=range]"


def lines() -> Iterator[Line]:
    """Cut-offs never asked for before, then the same ones again."""
    with reference() as store, servers.regrow(store) as url, browser() as opened:
        pages = {
            "forest": visit(opened, url.replace("/rates", "/predictors")),
            "bars": visit(opened, f"{url}?by=duration_years"),
        }
        for what, key in (("a new cut-off", "ArrowRight"), ("a cut-off seen before", "ArrowLeft")):
            times: dict[str, Times] = {name: [] for name in pages}
            for _ in range(STEPS):
                for name, page in pages.items():
                    took = slide(page, THUMB, key)
                    page.wait_for_timeout(REST)
                    times[name] += [] if took is None else [took]
            yield Line(what=f"slider, {what}: forest plot / rates", ours=times["forest"], other=times["bars"], target=TARGET)
