"""From a click on a filter choice to the last chart redrawn: Regrow, a bare Streamlit page and Plotly Dash, in turns."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench import servers
from bench.browser import browser, charts, click, visit
from bench.cohorts import reference
from bench.measured import Line, Note, Times
from bench.steps import bare_steps, dash_steps, regrow_steps

BARE_TARGET, DASH_TARGET = 1.3, 1.0
REST = 150  # ms between clicks
App = tuple[Page, list[str]]


def lines() -> Iterator[Line | Note]:
    """Cohorts never asked for before, then the same ones again, which the caches know."""
    with ExitStack() as stack:
        store, opened = stack.enter_context(reference()), stack.enter_context(browser())
        apps = _apps(stack, opened, store)
        yield Note(f"{charts(apps['regrow'][0])} charts on every page")
        yield from _compared(turns(apps), "a new cohort")
        yield from _compared(turns(apps), "a cohort seen before")


def turns(apps: Mapping[str, App]) -> dict[str, Times]:
    """One click in every app a round, in an order that turns; only clicks after which every chart was another."""
    times: dict[str, Times] = {name: [] for name in apps}
    rounds = zip(*(steps for _, steps in apps.values()), strict=True)
    for turn, selectors in enumerate(rounds):
        order = [(name, page, selector) for (name, (page, _)), selector in zip(apps.items(), selectors, strict=True)]
        for name, page, selector in order[turn % len(order) :] + order[: turn % len(order)]:
            took = click(page, selector)
            page.wait_for_timeout(REST)
            times[name] += [] if took is None else [took]
    return times


def _apps(stack: ExitStack, opened: Browser, store: Path) -> dict[str, App]:
    page = visit(opened, stack.enter_context(servers.regrow(store)))
    many = charts(page)
    apps = {
        "regrow": (page, regrow_steps()),
        "bare": (visit(opened, stack.enter_context(servers.bare(many))), bare_steps()),
        "tuned": (visit(opened, stack.enter_context(servers.bare_tuned(many))), bare_steps()),
    }
    if servers.dash_python():
        apps["dash"] = (visit(opened, stack.enter_context(servers.dash(many))), dash_steps())
    return apps


def _compared(times: dict[str, Times], what: str) -> Iterator[Line | Note]:
    ours = times["regrow"]
    yield Line(what=f"click, {what} / bare Streamlit page", ours=ours, other=times["bare"], target=BARE_TARGET)
    yield Line(what=f"click, {what} / bare page, our server settings", ours=ours, other=times["tuned"])
    if "dash" in times:
        yield Line(what=f"click, {what} / Plotly Dash", ours=ours, other=times["dash"], target=DASH_TARGET)
    else:
        yield Note(servers.NO_DASH)
