"""The same click on the safety pages over 100,000 patients with a million events as over 86."""

from collections.abc import Iterator

from bench import servers
from bench.browser import browser, visit
from bench.click import turns
from bench.cohorts import many_events, reference
from bench.measured import Line
from bench.steps import regrow_steps

TARGET = 2.0
PAGES = ("events", "labs")


def lines() -> Iterator[Line]:
    """Cohorts never asked for before, page by page."""
    large = many_events()
    with reference() as small, servers.regrow(large) as many, servers.regrow(small) as few, browser() as opened:
        for page in PAGES:
            apps = {
                name: (visit(opened, url.replace("/rates", f"/{page}")), regrow_steps())
                for name, url in (("many", many), ("few", few))
            }
            times = turns(apps)
            what = f"click, a new cohort, {page}: 1,000,000 events / the bundled cohort"
            yield Line(what=what, ours=times["many"], other=times["few"], target=TARGET)
