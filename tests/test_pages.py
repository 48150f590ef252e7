"""Every page, run through the dashboard's script: unfiltered, filtered, filtered to nobody, and without a store."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from core.catalogue import current
from core.domain.imports import Said
from core.ingest.bundle import bring_in
from core.store.location import SETTING, Location
from core.words.provenance import SYNTHETIC

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "core" / "ui" / "dashboard.py"
PAGES = sorted((ROOT / "pages").rglob("[0-9]*_*.py"))
NOBODY = "Nobody matches this filter"


def run(page: Path, **address: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    for name, value in address.items():
        app.query_params[name.replace("__", "-")] = value
    app.run()
    app.switch_page(os.path.relpath(page, SCRIPT.parent)).run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    """Everything the page says outside charts and tables."""
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def notices(app: AppTest) -> list[str]:
    return [str(element.proto.body) for element in app.get("html") if "class='notice'" in str(element.proto.body)]


def address(app: AppTest) -> dict[str, str]:
    """What the page asks the browser to show in its address."""
    sent = [
        json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.component_name == "address"
    ]
    return dict(parse_qsl(sent[-1]["query"]))


def charts(app: AppTest) -> list[str]:
    return [json.dumps(json.loads(element.proto.spec), ensure_ascii=False) for element in app.get("plotly_chart")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_runs_unfiltered_and_says_that_the_patients_are_simulated(page: Path, store_setting: str) -> None:
    said = words(run(page))
    assert "86 of 86 patients" in said
    assert "All treated patients." in said
    assert SYNTHETIC in said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_runs_filtered_and_says_so_in_a_sentence(page: Path, store_setting: str) -> None:
    said = words(run(page, where="sex=F;age_years=18..40,missing"))
    assert "Patients with sex Female and age 18 to 40 years or not recorded." in said
    assert "of 86 patients" in said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_filtered_to_nobody_says_so_kindly(page: Path, store_setting: str) -> None:
    said = words(run(page, where="age_years=119..120"))
    assert "0 of 86 patients" in said
    assert NOBODY in said or page.stem in ("10_import", "20_definitions")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_filtered_to_a_handful_runs(page: Path, store_setting: str) -> None:
    assert "of 86 patients" in words(run(page, where="aa_type=OA;sex=F;age_years=18..35"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_without_a_store_says_what_to_do(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path}")
    said = words(run(page))
    assert "No cohort has been published" in said
    assert "python -m core import" in said


@pytest.mark.parametrize(
    "where",
    ["nonsense=1", "sex=X", "sex=18..40", "age_years=F", "age_years=nan..4", "sex", "sex=F;sex=M", "x" * 20_000, "a=<b>"],
)
def test_a_filter_in_the_link_that_cannot_be_used_is_said_and_nobody_is_lost(where: str, store_setting: str) -> None:
    said = words(run(PAGES[0], where=where))
    assert "was not used" in said
    assert "86 of 86 patients" in said
    assert "<b>" not in said


RATES = ROOT / "pages" / "response" / "10_rates.py"


@pytest.mark.parametrize(
    "address",
    [
        {"endpoint": "any", "at": "nan"},
        {"endpoint": "salt<=inf"},
        {"by": "age_years", "cuts__age_years": "nan"},
        {"by": "age_years", "cuts__age_years": "1,1,1"},
        {"by": "age_years", "cuts__age_years": "inf,4"},
        {"month": "99", "set": "best of all", "by": "zzz", "split": "by", "window": "-1", "ci": "x", "level": "2"},
        {"by": "sex", "split": "sex"},
        {"by": "none", "split": "sex"},
        {"ref": "nobody"},
        {"published": "2"},
    ],
)
def test_nonsense_in_the_link_gives_the_defaults(address: dict[str, str], store_setting: str) -> None:
    assert len(charts(run(RATES, **address))) >= 2


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"by": "foo"}, "by=foo, which is not on offer here; shown instead: By AA type."),
        ({"split": "aa_type"}, "split=aa_type, which is not on offer here; shown instead: Split by Nothing."),
        ({"endpoint": "salt<=inf"}, "endpoint=salt&lt;=inf, which is not on offer here; shown instead: Endpoint SALT ≤20."),
        ({"endpoint": "any", "at": "101"}, "at=101, which is not on offer here; shown instead: SALT at most 100."),
        ({"endpoint": "any", "at": "nan"}, "at=nan, which is not on offer here; shown instead: SALT at most 30."),
        ({"by": "duration_years", "cuts__duration_years": "1,x"}, "shown instead: Disease duration cut 4."),
        ({"set": "<b>all</b>", "ref": "x" * 50}, f"set=&lt;b&gt;all&lt;/b&gt; and ref={'x' * 40}…, which are not on offer"),
        ({"ci": "x", "level": "2", "published": "2"}, "Interval Wilson score, Confidence level 95%"),
        ({"view__rates": "map"}, "view-rates=map, which is not on offer here; shown instead: View Chart."),
    ],
)
def test_what_the_link_asks_for_in_vain_is_said_in_one_notice(address: dict[str, str], said: str, store_setting: str) -> None:
    app = run(PAGES[0] if "endpoint" in address else RATES, **address)
    assert "The link asks for" in notices(app)[0]
    assert said in notices(app)[0]
    assert len(notices(app)) == 1
    assert "<b>all" not in words(app)


def test_a_link_that_is_understood_gets_no_notice(store_setting: str) -> None:
    link = {"by": "duration_years", "cuts__duration_years": "2,4", "ref": "1", "level": "0.9", "month": "6", "published": "1"}
    assert notices(run(RATES, **link)) == []


def test_the_notice_stays_until_the_reader_chooses_something_else(store_setting: str) -> None:
    app = run(RATES, by="foo", set="bar")
    next(box for box in app.selectbox if box.label == "Split by").set_value("sex").run()
    assert "set=bar and by=foo" in notices(app)[0]
    next(box for box in app.selectbox if box.label == "By").set_value("sex").run()
    assert "set=bar, which is not on offer here; shown instead: Analysis set Observed completers." in notices(app)[0]
    assert "by=foo" not in notices(app)[0]
    next(box for box in app.selectbox if box.label == "Analysis set").set_value("nri").run()
    assert notices(app) == []


def test_a_choice_that_lapses_by_another_is_not_held_against_the_link(store_setting: str) -> None:
    app = run(RATES, split="sex", ref="AU")
    next(box for box in app.selectbox if box.label == "By").set_value("sex").run()
    assert notices(app) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({}, "<b>10/11</b>"),
        ({"set": "nri"}, "<b>10/13</b>"),
        ({"endpoint": "salt50", "by": "sex"}, "SALT50 at month 9 by sex"),
        ({"endpoint": "salt<=35", "by": "none"}, "SALT ≤35 at month 9"),
        ({"endpoint": "eyebrow1"}, "not evaluable for this endpoint"),
        ({"by": "duration_years", "cuts__duration_years": "2,4,10"}, "10 years"),
        ({"split": "sex"}, "heat map"),
        ({"month": "6", "window": "0"}, "visits at month 6 exactly"),
        ({"ci": "clopper-pearson", "level": "0.9"}, "Clopper-Pearson exact 90% intervals"),
        ({"diff": "miettinen-nurminen"}, "Miettinen-Nurminen score"),
        ({"ref": "AU"}, "Difference from Universalis (AU)"),
        ({"published": "1"}, "Zlotogorski 2024, DOI 10.1002/jvc2.455"),
    ],
)
def test_a_link_restores_the_view(address: dict[str, str], expected: str, store_setting: str) -> None:
    app = run(RATES, **address)
    assert expected in words(app) + "\n".join(charts(app))


def test_choices_go_along_from_page_to_page(store_setting: str) -> None:
    app = run(PAGES[0], month="6", where="sex=F")
    assert "month 6" in words(app)
    app.switch_page(os.path.relpath(RATES, SCRIPT.parent)).run()
    assert "SALT ≤20 at month 6 by AA type" in words(app)
    assert "Patients with sex Female." in words(app)


def test_controls_write_themselves_into_the_address(store_setting: str) -> None:
    app = run(RATES)
    next(box for box in app.selectbox if box.label == "Analysis set").set_value("nri").run()
    assert address(app)["set"] == "nri"
    next(box for box in app.selectbox if box.label == "Endpoint").set_value("salt50").run()
    assert address(app)["endpoint"] == "salt50"
    assert "month" not in address(app)


def test_chart_and_table_are_two_views_of_one_result(store_setting: str) -> None:
    app = run(RATES, view__rates="table")
    table = app.dataframe[0].value
    assert table["Responders"].tolist() == [10, 3, 10, 6, 29]
    assert table["Patients"].tolist() == [11, 10, 25, 24, 70]
    assert len(table.columns) <= 10


def test_a_chart_can_be_taken_home(store_setting: str) -> None:
    app = run(RATES)
    app.button(key="rates_take").click().run()
    assert not app.exception
    assert "Wilson score" in words(app)
    assert {button.label for button in app.get("download_button")} >= {"CSV", "XLSX", "PDF"}


EVENTS = ROOT / "pages" / "safety" / "10_events.py"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"lanes": "response"}, "Patients 1–22 of 22, with an adverse event; earliest response first."),
        ({"lanes__all": "1", "lanes__page": "3"}, "Patients 51–75 of 86, everyone treated; longest follow-up first."),
        ({"lanes__all": "0", "only": "severe", "lanes": "response"}, "so there is no lane to draw"),
        ({"competes": "0"}, "Any event: cumulative incidence of the first"),
        ({"across": "sex"}, "All in view: events 22/86 treated, 25.6% (16.8–36.1%); response 29/70 assessed, 41.4%"),
        (
            {"across": "dose_mg", "least__n": "11"},
            "1 level under 11 patients left out: Dose: 2 mg/day (10 treated, 6 assessed).",
        ),
        ({"happening": "began", "rows": "category"}, "Patients in whom it began, by category and month of treatment"),
    ],
)
def test_a_link_opens_the_drawer_it_chooses_in_on_the_page_of_events(
    address: dict[str, str], expected: str, store_setting: str
) -> None:
    assert expected in words(run(EVENTS, **address))


def test_a_search_that_finds_nothing_says_so(store_setting: str) -> None:
    assert any("No term with an event here has &#x27;zzz&#x27; in it." in one for one in notices(run(EVENTS, search="zzz")))
    assert not notices(run(EVENTS, search="acne"))


def test_what_is_folded_away_on_the_page_of_events_is_not_drawn(store_setting: str) -> None:
    assert len(charts(run(EVENTS))) == 1


def test_a_choice_of_nothing_is_told_by_what_stands_in_its_place(store_setting: str) -> None:
    assert "only=foo, which is not on offer here; shown instead: Only Every event." in notices(run(EVENTS, only="foo"))[0]


def test_a_page_of_lanes_past_the_last_is_refused(store_setting: str) -> None:
    app = run(EVENTS, lanes__all="1", lanes__page="9")
    assert "lanes-page=9, which is not on offer here; shown instead: Page, of 4 4." in notices(app)[0]


def test_combinations_follow_the_choice_of_rows(store_setting: str) -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params["rows"] = "category"
    app.session_state["event_combinations_drawer"] = True
    app.run()
    app.switch_page(os.path.relpath(EVENTS, SCRIPT.parent)).run()
    assert not app.exception
    assert "Which categories the same patients had" in words(app)
    assert len(charts(app)) == 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_without_tables_of_events_and_blood_tests_a_page_says_so_and_counts_nothing(
    page: Path, write_tables: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [{"patient_id": f"p{at}", "sex": "F", "age_years": 30 + at} for at in range(4)]
    visits = [{"patient_id": f"p{at}", "month": month, "salt": 80 - 8 * month} for at in range(4) for month in (0, 9)]
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path / 'store'}")
    bring_in([write_tables(patient=people, visit=visits)], current(), Location(tmp_path / "store"))
    app = run(page)
    missing = {"10_events": "No table of adverse events came", "20_labs": "No table of laboratory values came"}
    others = [said for said in notices(app) if "No table of" not in said]
    assert others == [] or page.stem == "30_predictors"  # of which the usual terms have no value here, and which says so
    assert (missing.get(page.stem, "No table of") in " ".join(notices(app))) == (page.stem in missing)
    assert page.stem not in missing or "0/4" not in words(app)


def test_the_safety_pages_leave_out_a_centre_without_the_table_and_say_so(
    write_tables: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path / 'store'}")
    for site, events in (("Osaka", False), ("Kyoto", True)):
        people = [{"patient_id": f"{site}-{at}", "sex": "F", "age_years": 30 + at} for at in range(4)]
        had = [{"patient_id": f"{site}-0", "term": "Acne", "grade": 1, "onset_month": 1}]
        visits = [{"patient_id": one["patient_id"], "month": 0, "salt": 80} for one in people]
        folder = write_tables(patient=people, visit=visits, **({"adverse_event": had} if events else {}))
        bring_in([folder], current(), Location(tmp_path / "store"), said=Said(site=site))
    app = run(EVENTS)
    assert "8 of 8 patients" in words(app)
    assert "No adverse events came from Osaka: of the patients in view, 4 do not count here." in notices(app)[0]
    assert "1/4" in charts(app)[0] and "1/8" not in charts(app)[0]
    assert "No table of adverse events came from the sites in view" in notices(run(EVENTS, where="site=Osaka"))[0]
    one = run(EVENTS.parent / "30_patient.py", id="Osaka-1")
    assert "No table of adverse events came with these data" in words(one)


def test_where_no_model_can_be_fitted_there_are_words_and_no_empty_chart(store_setting: str) -> None:
    app = run(next(page for page in PAGES if page.stem == "30_predictors"), where="aa_type=OA;sex=F")
    assert charts(app) == []
    said = words(app)
    assert "There are no more patients than coefficients, the intercept counted. Take terms out." in said
    assert "4 patients used, 2 responders (observed completers); 7 of 86 patients in view; 3 left out" in said


def test_where_all_responded_no_cut_off_is_drawn(store_setting: str) -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params["where"] = "aa_type=AM;sex=F;age_years=40.."
    app.session_state["scan_drawer"] = True
    app.run()
    app.switch_page(os.path.relpath(ROOT / "pages" / "response" / "30_predictors.py", SCRIPT.parent)).run()
    assert not app.exception
    assert charts(app) == []
    assert sum("All patients used have the same outcome" in said for said in notices(app)) >= 2
