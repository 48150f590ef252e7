"""The same click on the safety pages over 100,000 patients with a million events as over 86, also with a drawer open."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from bench import servers
from bench.browser import SETTLED, browser, visit
from bench.click import turns
from bench.cohorts import many_events, reference
from bench.measured import Line
from bench.steps import regrow_steps

TARGET = 2.0
SHOWN = (
    ("events", ""),
    ("events", "first_events"),
    ("events", "event_months"),
    ("events", "event_combinations"),
    ("events", "timelines"),
    ("events", "tolerability"),
    ("labs", ""),
)


def lines() -> Iterator[Line]:
    """Cohorts never asked for before, page by page and drawer by drawer; a drawer's chart is often fuller of a large cohort."""
    large = many_events()
    with reference() as small, servers.regrow(large) as many, servers.regrow(small) as few, browser() as opened:
        for page, drawer in SHOWN:
            apps = {name: (_page(opened, url, page, drawer), regrow_steps()) for name, url in (("many", many), ("few", few))}
            times = turns(apps)
            what = f"click, a new cohort, {drawer or page}: 1,000,000 events / the bundled cohort"
            yield Line(what=what, ours=times["many"], other=times["few"], target=TARGET)
            for shown, _ in apps.values():
                shown.context.close()


def _page(opened: Browser, url: str, page: str, drawer: str) -> Page:
    """A page with one of its drawers open."""
    shown = visit(opened, url.replace("/rates", f"/{page}"))
    if drawer:
        shown.locator(f".st-key-{drawer}_drawer summary").click()
        shown.locator(f".st-key-{drawer}_drawer .js-plotly-plot .main-svg text").first.wait_for(state="attached")
        shown.wait_for_timeout(SETTLED)
    return shown
