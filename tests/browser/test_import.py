"""The import page in a real browser: an Excel sheet in, looked at, published; both colour schemes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.location import Location
from tests.browser.conftest import serving
from tests.browser.steps import SLOW, serious_violations
from tests.building import REFERENCE

pytestmark = pytest.mark.browser
CASES = Path(__file__).parents[1] / "import_cases"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    where = Location(tmp_path_factory.mktemp("imports") / "store")
    bring_in([REFERENCE], current(), where)
    with serving(f"duckdb:{where.folder}") as url:
        yield url


def with_file(page: Page, url: str, *paths: Path) -> None:
    page.goto(url + "/import")
    expect(page.get_by_text("Files of the clinic")).to_be_visible(timeout=SLOW)
    page.set_input_files("input[type=file]", [str(path) for path in paths])
    expect(page.get_by_role("heading", name="First rows, before and after")).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(scheme: str, own_server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme=scheme)
    with_file(page, own_server, CASES / "m05_merged_headers.xlsx")
    expect(page.get_by_role("heading", name="What changed", exact=True)).to_be_visible(timeout=SLOW)
    assert serious_violations(page) == []


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_runs_out_of_the_window(size: tuple[int, int], own_server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": size[0], "height": size[1]})
    with_file(page, own_server, CASES / "m02_salt_wide.csv", CASES / "m09_adverse_events.csv")
    expect(page.get_by_role("heading", name="What changed", exact=True)).to_be_visible(timeout=SLOW)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_a_report_is_made_when_it_is_asked_for(own_server: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    with_file(page, own_server, CASES / "m05_merged_headers.xlsx")
    with page.expect_download(timeout=SLOW) as waited:
        page.get_by_role("button", name="Report").click()
    assert waited.value.suggested_filename == "regrow-import-report.html"
    assert "<h1>Import report</h1>" in Path(waited.value.path()).read_text(encoding="utf-8")


def test_a_column_is_changed_in_place_and_the_file_is_published_for_everybody(
    own_server: str, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    sheet = tmp_path / "<i>clinic.csv"
    sheet.write_text("ID,SALT_0M,SALT later\n<b>1</b>,100,40\n2,90,30\n", encoding="utf-8")
    page = new_page()
    with_file(page, own_server, sheet)
    expect(page.get_by_text("2 of 3 columns are taken.")).to_be_visible()
    expect(page.get_by_text("2 patients, 2 visits")).to_be_visible()
    type_into(page, row=2, column=3, text="6")
    type_into(page, row=2, column=2, text="Visits: SALT (%)")
    expect(page.get_by_text("3 of 3 columns are taken.")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("2 patients, 4 visits")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your name, for the history").fill("Ann")
    dialog.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published, and in force")).to_be_visible(timeout=SLOW)
    expect(page.locator("p.cohort", has_text="2 of 2 patients")).to_be_visible(timeout=SLOW)
    assert page.locator("main b, main i").count() == 0


def test_the_other_columns_are_suggested_once_the_patients_are_named(
    own_server: str, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    sheet = tmp_path / "clinic.csv"
    sheet.write_text("匿名化コード,性別,病型,SALT_0M,SALT_3M\nx,男,AT,88,70\ny,女,AM,60,20\n", encoding="utf-8")
    page = new_page()
    with_file(page, own_server, sheet)
    expect(page.get_by_text("0 of 5 columns are taken.")).to_be_visible()
    type_into(page, row=0, column=2, text="Patient")
    expect(page.get_by_text("5 of 5 columns are taken.")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("2 patients, 4 visits")).to_be_visible(timeout=SLOW)


def type_into(page: Page, row: int, column: int, text: str) -> None:
    """Types into a cell of the table of columns, as a keyboard does: to the first cell, along, enter."""
    editor = page.get_by_test_id("stDataFrame").first.locator(".dvn-scroller")
    editor.click(position={"x": 30, "y": 50})
    for key in [*["ArrowDown"] * row, *["ArrowRight"] * column, "Enter"]:
        page.wait_for_timeout(150)
        page.keyboard.press(key)
    page.wait_for_timeout(400)
    page.keyboard.type(text, delay=20)
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
