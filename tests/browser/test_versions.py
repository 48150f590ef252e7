"""The page of versions in a real browser: back to an earlier one in one go, for everybody; both colour schemes."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.location import Location
from tests.browser.conftest import serving
from tests.browser.steps import SLOW, serious_violations
from tests.building import REFERENCE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard over the bundled cohort, and before it a version without its adverse events."""
    folder = tmp_path_factory.mktemp("versions")
    where, tables = Location(folder / "store"), folder / "tables"
    tables.mkdir()
    for table in ("patient", "visit"):
        shutil.copy(REFERENCE / f"{table}.csv", tables)
    bring_in([tables], current(), where)
    bring_in([REFERENCE], current(), where)
    with serving(f"duckdb:{where.folder}") as url:
        yield url


def test_an_earlier_version_is_put_in_force_for_everybody(own_server: str, new_page: Callable[..., Page]) -> None:
    page, other = new_page(), new_page()
    other.goto(own_server + "/definitions")
    expect(other.get_by_text("Synthetic reference cohort, published")).to_be_visible(timeout=SLOW)
    page.goto(own_server + "/versions")
    expect(page.get_by_text("22/86, 25.6% (16.8–36.1%)", exact=True)).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Put this version in force").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your name, for the history").fill("Ann")
    dialog.get_by_role("button", name="Put this version in force").click()
    expect(page.locator("p.data", has_text="tables, published")).to_be_visible(timeout=SLOW)
    expect(dialog).to_have_count(0)
    other.reload()
    expect(other.locator("p.data", has_text="tables, published")).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(scheme: str, own_server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(own_server + "/versions")
    expect(page.get_by_role("heading", name="What changed", exact=True)).to_be_visible(timeout=SLOW)
    page.locator("summary", has_text="Files and mapping").click()
    assert serious_violations(page) == []


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_runs_out_of_the_window(size: tuple[int, int], own_server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(own_server + "/versions")
    expect(page.get_by_role("heading", name="What changed", exact=True)).to_be_visible(timeout=SLOW)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
