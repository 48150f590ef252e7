"""The browser that measures: a new profile a page, the same measuring script in every page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import tasks
from bench.measured import Times

MEASURE = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SETTLED = 1500  # ms after the first chart; by then the others are drawn as well


@contextmanager
def browser() -> Iterator[Browser]:
    """The Chrome or Chromium of this machine, else the one Playwright brought."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=tasks.installed_browser(), args=ARGUMENTS)
        try:
            yield opened
        finally:
            opened.close()


def blank(opened: Browser) -> Page:
    """An empty page in a profile of its own, ready to measure."""
    page = opened.new_context(viewport={"width": 1600, "height": 1200}).new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(MEASURE)
    return page


def visit(opened: Browser, url: str) -> Page:
    """A page of its own on an address, with all charts drawn."""
    page = blank(opened)
    page.goto(url, wait_until="domcontentloaded")
    page.locator(".js-plotly-plot .main-svg text").first.wait_for(state="attached")
    page.wait_for_timeout(SETTLED)
    return page


def charts(page: Page) -> int:
    """How many charts a page shows."""
    return int(page.evaluate("() => window.bench.charts()"))


def click(page: Page, selector: str) -> float | None:
    """Milliseconds from a click to the last chart updated; None where not every chart changed."""
    took: float | None = page.evaluate("selector => window.bench.click(selector)", selector)
    return took


def slide(page: Page, selector: str, key: str) -> float | None:
    """Milliseconds from one step of a slider, by its keys, to the first chart updated; None where it did not change."""
    page.locator(selector).first.focus()
    page.evaluate("() => { window.pressing = window.bench.pressed() }")
    page.keyboard.press(key)
    took: float | None = page.evaluate("() => window.pressing")
    return took


def walks(pages: Sequence[Page], selectors: Sequence[str], think: int) -> Times:
    """The same clicks in all pages at once, with a pause of about `think` ms before each; the times of all of them."""
    for page in pages:
        page.evaluate("([all, think]) => { window.walking = window.bench.walk(all, think) }", [list(selectors), think])
    found = [page.evaluate("() => window.walking") for page in pages]
    return [took for times in found for took in times if took is not None]
