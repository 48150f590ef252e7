"""The dashboard as its readers use it, in a real browser."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlparse

import openpyxl
import pytest
from playwright.sync_api import Page, Request, expect

from core.catalogue import current
from core.store.cohort_store import current_store
from core.store.location import Location
from tests.browser.conftest import DRAWN, serving
from tests.browser.steps import serious_violations

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
ADDRESSES = {
    "/": "Overview",
    "/rates": "Response rates",
    "/predictors": "Predictors",
    "/events": "Adverse events",
    "/patient": "Patient",
    "/definitions": "Definitions",
}
READY = ".page-head h1"
HEAD = ".panel .count"


def choice(page: Page, variable: str, value: str) -> None:
    page.locator(f"[data-facet={variable}] input[value='={value}']").click()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_cold_deep_link_on_a_fresh_server_comes_up_with_sidebar_and_filter(
    address: str, reference_location: Location, page: Page
) -> None:
    with serving(f"duckdb:{reference_location.folder}") as url:
        page.goto(f"{url}{address}?where=sex%3DF")
        expect(page.locator(READY)).to_have_text(ADDRESSES[address], timeout=30_000)
        expect(page.locator(HEAD)).to_have_text("45 of 86 patients")
        expect(page.locator(".page-head .cohort")).to_contain_text("Patients with sex Female.")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_click_in_the_sidebar_changes_chart_count_sentence_and_address(open_page: Open) -> None:
    page = open_page("/rates")
    choice(page, "sex", "F")
    expect(page.locator(HEAD)).to_have_text("45 of 86 patients")
    expect(page.locator(".page-head .cohort")).to_contain_text("Patients with sex Female.")
    expect(page.locator(".js-plotly-plot").first).to_contain_text("6/6")
    expect(page).to_have_url(re.compile(r"where=sex%3DF"))


def test_undo_reset_one_and_reset_all(open_page: Open) -> None:
    page = open_page("/rates")
    choice(page, "sex", "F")
    expect(page.locator(HEAD)).to_have_text("45 of 86 patients")
    choice(page, "aa_type", "OA")
    expect(page.locator(HEAD)).to_have_text("7 of 86 patients")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(HEAD)).to_have_text("45 of 86 patients")
    choice(page, "aa_type", "OA")
    page.get_by_role("button", name="Reset Sex").click()
    expect(page.locator(HEAD)).to_have_text("13 of 86 patients")
    page.get_by_role("button", name="Reset all").click()
    expect(page.locator(HEAD)).to_have_text("86 of 86 patients")


def test_a_range_can_be_typed_and_slid(open_page: Open) -> None:
    page = open_page("/rates")
    age = page.locator("[data-facet=age_years]")
    age.locator(".highBox").fill("40")
    age.locator(".highBox").press("Enter")
    expect(page.locator(".page-head .cohort")).to_contain_text("Patients with age ≤40 years.")
    age.locator("input.low").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".page-head .cohort")).to_contain_text("Patients with age 20 to 40 years.")


def test_typed_limits_in_the_wrong_order_or_out_of_reach_are_shown_as_they_are_taken(open_page: Open) -> None:
    page = open_page("/rates")
    low, high = (page.locator(f"[data-facet=age_years] .{end}Box") for end in ("low", "high"))
    sentence = page.locator(".page-head .cohort")
    for box, typed, shown, words, asked in (
        (low, "60", ("60", "75"), "age ≥60 years", "60.."),
        (high, "20", ("20", "60"), "age 20 to 60 years", "20..60"),
        (low, "999", ("60", "75"), "age ≥60 years", "60.."),
    ):
        box.fill(typed)
        box.press("Enter")
        expect(sentence).to_contain_text(words)
        expect(page).to_have_url(
            re.compile(rf"age_years%3D{re.escape(asked)}(&|$)")
        )  # written last: then it is a step to go back
        expect(low).to_have_value(shown[0])
        expect(high).to_have_value(shown[1])
    page.go_back()
    expect(sentence).to_contain_text("age 20 to 60 years")
    expect(low).to_have_value("20")
    expect(high).to_have_value("60")


def test_the_keyboard_alone_can_filter(open_page: Open) -> None:
    page = open_page("/rates")
    page.locator(".panel .head").wait_for()
    page.evaluate("() => document.body.focus()")
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
            " return e?.value ?? '' }"
        )
        if focused == "=AM":
            break
    else:
        pytest.fail("the keyboard does not reach the first choice")
    page.keyboard.press("Space")
    expect(page.locator(HEAD)).to_have_text("13 of 86 patients")


def test_quick_clicks_are_all_kept(open_page: Open) -> None:
    page = open_page("/rates")
    for value in ("AM", "OA", "AT"):
        choice(page, "aa_type", value)
    expect(page.locator(HEAD)).to_have_text("56 of 86 patients")
    expect(page).to_have_url(re.compile(r"aa_type%3DAM%2CAT%2COA"))


def test_a_pasted_link_restores_the_view_in_a_new_browser(open_page: Open, new_page: Callable[..., Page]) -> None:
    page = open_page("/rates?where=age_years%3D18..60&set=nri&by=duration_years&cuts-duration_years=2%2C6&split=sex")
    choice(page, "sex", "M")
    expect(page.locator(HEAD)).not_to_have_text("86 of 86 patients")
    expect(page).to_have_url(re.compile(r"sex%3DM"))
    other = new_page()
    other.goto(page.url)
    other.locator(DRAWN).first.wait_for(timeout=30_000)
    expect(other.locator(HEAD)).to_have_text(page.locator(HEAD).inner_text())
    expect(other.locator(".card-title").first).to_have_text("SALT ≤20 at month 9 by disease duration and sex")
    expect(other.locator(".card-note").first).to_have_text(page.locator(".card-note").first.inner_text())


def test_back_undoes_a_filter_and_pages_keep_it(open_page: Open) -> None:
    page = open_page("/rates")
    choice(page, "sex", "F")
    expect(page).to_have_url(re.compile(r"where=sex%3DF"))
    page.get_by_role("link", name="Overview").click()
    expect(page.locator(READY)).to_have_text("Overview")
    expect(page.locator(HEAD)).to_have_text("45 of 86 patients")
    expect(page).to_have_url(re.compile(r"/\?where=sex%3DF"))
    page.go_back()
    expect(page.locator(READY)).to_have_text("Response rates")
    page.go_back()
    expect(page.locator(HEAD)).to_have_text("86 of 86 patients")
    page.go_forward()
    expect(page.locator(HEAD)).to_have_text("45 of 86 patients")
    page.reload()
    expect(page.locator(HEAD)).to_have_text("45 of 86 patients")


def test_filtered_to_nobody_the_page_says_so_and_the_link_keeps_the_filter(open_page: Open) -> None:
    page = open_page("/rates?where=aa_type%3DOA&set=nri")
    page.locator("[data-facet=age_years] .highBox").fill("16")
    page.locator("[data-facet=age_years] .highBox").press("Enter")
    choice(page, "sex", "M")
    expect(page.locator(".notice")).to_contain_text("Nobody matches this filter")
    expect(page).to_have_url(re.compile(r"sex%3DM"))
    expect(page).to_have_url(re.compile(r"set=nri"))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(DRAWN).first).to_be_visible()


def test_clicking_a_bar_shows_who_they_are(open_page: Open) -> None:
    page = open_page("/rates")
    page.locator(".js-plotly-plot .bars .point").first.click(position={"x": 20, "y": 10}, force=True)
    expect(page.locator(".card-title", has_text="Who they are: Multiplex (AM)")).to_be_visible()
    expect(page.locator(".card-note", has_text="13 patients in view in this group")).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/rates", "/predictors", "/events"])
def test_a_chart_gets_the_margins_it_asks_for_so_that_it_is_drawn_once(address: str, open_page: Open) -> None:
    page = open_page(address)
    asked_and_got = page.evaluate(
        "() => [...document.querySelectorAll('.js-plotly-plot')].map((chart) => "
        "['l', 'r', 't', 'b'].map((side) => [chart.layout.margin[side], chart._fullLayout._size[side]]))"
    )
    assert asked_and_got
    assert [[asked for asked, _ in chart] for chart in asked_and_got] == [[got for _, got in chart] for chart in asked_and_got]


def test_no_request_leaves_the_machine(server: str, requests_of: list[Request], page: Page) -> None:
    for address in ADDRESSES:
        page.goto(server + address)
        page.locator(READY).wait_for(timeout=30_000)
        page.wait_for_timeout(800)
    strangers = [r.url for r in requests_of if urlparse(r.url).hostname not in ("127.0.0.1", None)]
    assert len(requests_of) > 20
    assert strangers == []


def test_answers_are_compressed_and_carry_a_policy_that_the_pages_pass(server: str, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None)
    answer = page.goto(server + "/rates")
    page.locator(DRAWN).first.wait_for(timeout=30_000)
    page.get_by_role("button", name="Take home").first.click()
    page.locator(".st-key-print .js-plotly-plot .main-svg >> nth=0").wait_for(timeout=15_000)
    assert answer is not None
    assert answer.headers["content-encoding"] == "gzip"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "connect-src 'self' data: blob:" in policy
    assert "unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")
    assert complaints == []


def test_no_usage_statistics_are_gathered(server: str, page: Page) -> None:
    page.goto(server)
    page.locator(READY).wait_for(timeout=30_000)
    assert not page.evaluate("() => localStorage.getItem('ajs_anonymous_id')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [*ADDRESSES, "/rates?split=sex&published=1", "/rates?where=age_years%3D119..120"])
def test_axe_finds_no_serious_violation(address: str, scheme: str, server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme=scheme, bypass_csp=True)
    page.goto(server + address)
    page.locator(READY).wait_for(timeout=30_000)
    assert serious_violations(page) == []


@pytest.mark.parametrize(
    ("label", "start"), [("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("PDF", b"%PDF"), ("CSV", b"\xef\xbb\xbf# ")]
)
def test_a_chart_goes_home_as_a_file(label: str, start: bytes, open_page: Open) -> None:
    page = open_page("/rates?where=sex%3DF")
    page.get_by_role("button", name="Take home").first.click()
    page.locator(".st-key-print .js-plotly-plot .main-svg >> nth=0").wait_for(timeout=15_000)
    with page.expect_download(timeout=60_000) as caught:
        page.get_by_role("button", name=label, exact=True).click()
    content = Path(caught.value.path()).read_bytes()
    assert content.startswith(start)
    assert caught.value.suggested_filename.startswith("regrow-rates-salt20-m9-observed-aa_type-")
    if label in ("SVG", "CSV"):
        text = content.decode("utf-8-sig")
        for stamped in ("SALT ≤20 at month 9 by AA type", "Patients with sex Female.", "18 of 38", "Wilson", "data version"):
            assert stamped in text
    if label == "SVG":
        assert re.search(r"fill: rgb\(255, 255, 255\)|#ffffff|rgb\(255, 255, 255\)", content.decode())


def test_a_chart_goes_home_as_a_workbook_without_formulas(open_page: Open) -> None:
    page = open_page("/rates")
    page.get_by_role("button", name="Take home").first.click()
    with page.expect_download(timeout=60_000) as caught:
        page.get_by_role("button", name="XLSX", exact=True).click()
    book = openpyxl.load_workbook(io.BytesIO(Path(caught.value.path()).read_bytes()))
    assert book.sheetnames == ["Data", "About"]
    assert [cell.value for cell in book["Data"][2]][:3] == ["Multiplex (AM)", 10, 11]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Cohort"] == "All treated patients."
    assert "Wilson score" in about
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_without_a_chrome_on_the_server_the_picture_buttons_work_and_pdf_explains_itself(
    reference_location: Location, page: Page
) -> None:
    with serving(f"duckdb:{reference_location.folder}", REGROW_CHROME="/nowhere/chrome", BROWSER_PATH="/nowhere/chrome") as url:
        page.goto(url + "/rates")
        page.locator(DRAWN).first.wait_for(timeout=30_000)
        page.get_by_role("button", name="Take home").first.click()
        page.locator(".st-key-print .js-plotly-plot .main-svg >> nth=0").wait_for(timeout=15_000)
        expect(page.get_by_role("button", name="PDF", exact=True)).to_be_disabled()
        expect(page.get_by_text("A PDF is drawn by Chrome or Chromium")).to_be_visible()
        with page.expect_download() as caught:
            page.get_by_role("button", name="PNG", exact=True).click()
        assert Path(caught.value.path()).read_bytes().startswith(b"\x89PNG")


def test_a_running_dashboard_shows_a_new_version_at_its_next_rerun(
    tmp_path: Path, write_tables: Callable[..., Path], page: Page
) -> None:
    from core.ingest.bundle import bring_in

    where = Location(tmp_path / "store")
    people = [{"patient_id": f"p{i}", "sex": "FM"[i % 2], "aa_type": "AT"} for i in range(6)]
    visits = [{"patient_id": f"p{i}", "month": month, "salt": 90 - 9 * month} for i in range(6) for month in (0, 9)]
    bring_in([write_tables(patient=people[:4], visit=visits[:8])], current(), where)
    with serving(f"duckdb:{where.folder}") as url:
        page.goto(url + "/rates")
        expect(page.locator(HEAD)).to_have_text("4 of 4 patients", timeout=30_000)
        bring_in([write_tables(patient=people, visit=visits)], current(), where)
        choice(page, "sex", "F")
        expect(page.locator(HEAD)).to_have_text("3 of 6 patients")
    assert current_store(current(), where).version.patients == 6


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_runs_out_of_the_window(size: tuple[int, int], server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": size[0], "height": size[1]})
    for address in ("/", "/rates?split=sex&published=1", "/definitions"):
        page.goto(server + address)
        page.locator(READY).wait_for(timeout=30_000)
        page.wait_for_timeout(1000)
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        cut = page.evaluate(
            "() => [...document.querySelectorAll('.js-plotly-plot .main-svg text')].filter(t => {"
            " const s = t.ownerSVGElement.getBoundingClientRect(), r = t.getBoundingClientRect();"
            " return r.width && (r.left < s.left - 1 || r.right > s.right + 1) }).map(t => t.textContent)"
        )
        assert cut == []


def test_the_drawer_of_methods_fits_a_small_screen(server: str, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{server}/rates")
    page.locator(DRAWN).first.wait_for(timeout=20_000)
    page.get_by_role("button", name="Methods").click()
    drawer = page.get_by_test_id("stPopoverBody")
    expect(drawer.get_by_test_id("stSelectbox")).to_have_count(5)
    assert drawer.evaluate("body => body.scrollHeight <= body.clientHeight && body.getBoundingClientRect().bottom <= 720")


def test_what_the_link_asks_for_in_vain_is_said_above_the_title_and_leaves_the_address(open_page: Open) -> None:
    page = open_page("/rates?by=%3Cb%3Efoo")
    expect(page.locator(".notice")).to_have_text(
        "The link asks for by=<b>foo, which is not on offer here; shown instead: By AA type."
    )
    expect(page).not_to_have_url(re.compile("foo"))
    choice(page, "sex", "F")
    expect(page.locator(HEAD)).to_have_text("45 of 86 patients")
    expect(page.locator(".notice")).to_have_count(1)
