"""What readers do on several pages."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

SLOW = 15_000  # ms, for what is computed for the first time


def at_rest(page: Page) -> None:
    """Waits until nothing is being computed."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning", timeout=40_000)


def drawer(page: Page, heading: str) -> Locator:
    """The folded place of that heading, opened at rest: what still grows above it would move it from under the click."""
    at_rest(page)
    page.locator("summary", has_text=heading).click()
    place = page.locator("details", has=page.locator("summary", has_text=heading))
    expect(place).to_have_attribute("open", "", timeout=SLOW)
    expect(place.locator("[data-testid=stElementContainer]").first).to_be_attached(timeout=SLOW)
    return place


def pick_first(table: Locator) -> None:
    """Ticks the box of the first row of a list."""
    table.scroll_into_view_if_needed()
    table.click(position={"x": 14, "y": 53})


def open_first(page: Page, table: Locator, patient: str) -> None:
    """Picks the first row of a list, and goes to the page of the patient it is of."""
    pick_first(table)
    page.get_by_role("button", name=f"Open this patient: {patient}").click(timeout=SLOW)
    expect(page).to_have_url(re.compile(rf"/patient\?id={patient}"), timeout=SLOW)


def serious_violations(page: Page) -> list[str]:
    """What axe finds of the page at rest: while a run lasts, what it has not drawn anew yet is shown faded.

    What is wrong is still wrong at a third look; on a busy machine something may be fading at the first.
    """
    serious: list[str] = []
    for _ in range(3):
        for _again in range(2):  # a click may have been answered after the first look
            at_rest(page)
            expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=SLOW)
            page.wait_for_timeout(1200)  # the fading takes a second
        found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
        serious = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
        if not serious:
            break
    return serious
