"""Every drawer of the adverse-event page is printed as the very result that the page draws, as JSON and as text."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from core.analysis.event_combinations import combinations
from core.analysis.event_listing import event_listing
from core.analysis.event_months import month_map
from core.analysis.events import adverse_events
from core.analysis.facets import facets
from core.analysis.incidence import incidence
from core.analysis.timelines import timelines
from core.analysis.tolerability import compared_by, grouping_of, tolerability
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.cli import main
from core.cli.events import TAKES
from core.domain.event_combinations import CombinationSpec
from core.domain.event_months import MonthSpec
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.domain.incidence import IncidenceSpec
from core.domain.rates import Grouping
from core.domain.timelines import TimelineSpec
from core.domain.tolerability import ToleranceSpec
from core.export.plain import plain
from core.store.cohort_store import CohortStore

Capture = pytest.CaptureFixture[str]
C, WOMEN, EVERYONE = current(), CohortFilter.from_query("sex=F"), CohortFilter()
SALT20 = endpoint(C, "salt20")


def tolerance(**changed: Any) -> ToleranceSpec:
    usual: dict[str, Any] = {"endpoint": SALT20, "month": C.default_month, "window": C.window, "interval": "clopper-pearson"}
    return ToleranceSpec(**usual | changed)


def every_variable(store: CohortStore) -> tuple[Grouping, ...]:
    return tuple(grouping_of(C, name) for name in compared_by(C, facets(store, EVERYONE))[0])


def listed(store: CohortStore) -> object:
    result = adverse_events(store, EVERYONE, EventSpec(only=("severe",)))
    return event_listing(store, result, result.any_event)


PRINTED: list[tuple[str, Callable[[CohortStore], object]]] = [
    ("first", lambda store: incidence(store, EVERYONE, IncidenceSpec())),
    (
        "first --event category:skin --by sex --no-competing --level 0.9 --only related",
        lambda store: incidence(
            store,
            EVERYONE,
            IncidenceSpec(kind="category", category="Skin", by=Grouping("sex"), competing=False, level=0.9, only=("related",)),
        ),
    ),
    (
        "first --event special:Acne --competing",
        lambda store: incidence(store, EVERYONE, IncidenceSpec(kind="special", category="acne")),
    ),
    ("months", lambda store: month_map(store, EVERYONE, MonthSpec())),
    (
        "months --rows category --happening began --interval wilson --where sex=F",
        lambda store: month_map(store, WOMEN, MonthSpec(by="category", happening="began", interval="wilson")),
    ),
    ("combinations", lambda store: combinations(store, EVERYONE, CombinationSpec())),
    (
        "combinations --rows special --level 0.8 --where sex=F",
        lambda store: combinations(store, WOMEN, CombinationSpec(by="special", level=0.8)),
    ),
    ("timelines", lambda store: timelines(store, EVERYONE, TimelineSpec(endpoint=SALT20))),
    (
        "timelines --everyone --page 3 --order response --endpoint salt50",
        lambda store: timelines(
            store, EVERYONE, TimelineSpec(endpoint=endpoint(C, "salt50"), everyone=True, page=3, order="response")
        ),
    ),
    ("tolerability", lambda store: tolerability(store, EVERYONE, tolerance(by=every_variable(store)))),
    (
        "tolerability --by sex --month 6 --least 20 --only stopping --interval jeffreys",
        lambda store: tolerability(
            store, EVERYONE, tolerance(by=(Grouping("sex"),), month=6, least=20, only=("stopping",), interval="jeffreys")
        ),
    ),
    ("listing --only severe", listed),
]


@pytest.mark.parametrize(("options", "expected"), PRINTED, ids=[one for one, _ in PRINTED])
def test_json_is_the_result_of_the_page(
    options: str, expected: Callable[[CohortStore], object], store_setting: str, reference: CohortStore, capsys: Capture
) -> None:
    assert main(["events", "--part", *options.split(), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    assert printed == json.loads(json.dumps(plain(expected(reference))))
    assert reference.version.digest in json.dumps(printed)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("incidence", "Any event 22/86, 25.6% (16.8–36.1%)"),
        ("first", "All in view (n = 86): 22 had one, 25.6% (17.7–36.2%) by month 6"),
        ("first", "Month 3: 17.4% (10.9–27.3%), 78 at risk"),
        ("first", "Month 0: none yet, 86 at risk"),
        ("first", "Aalen-Johansen, 95% limits"),
        ("first --no-competing", "Kaplan-Meier, 95% limits"),
        ("first --event anaemia", "All in view (n = 86): 0 had one"),
        ("months", "Followed when it began: month 1 86, month 2 86, month 3 85"),
        ("months", "eGFR decline: 16 patients of 86"),
        ("months", "month 6: 15/82, 18.3% (10.6–28.4%)"),
        ("months --only severe", "Nobody in view had such an event while followed."),
        ("combinations", "eGFR decline alone: 15/86, 17.4% (10.1–27.1%)"),
        ("combinations", "22 of 86 treated patients had at least one event, 1 more than one term"),
        ("timelines", "Patients 1–22 of 22, with an adverse event; longest follow-up first"),
        ("timelines", "SYN-004: followed to month 9, 2 mg/day\n    eGFR decline, grade 1, month 6 to 9\n    First visit with"),
        ("timelines --only severe", "Nobody in view had an adverse event (grade 3 or more), so there is no lane."),
        ("tolerability", "All in view: events 22/86 treated, 25.6% (16.8–36.1%); response 29/70 assessed, 41.4%"),
        ("tolerability --by sex", "Sex: Female: events 9/45 treated, 20.0% (9.6–34.6%); response 18/38 assessed, 47.4%"),
        ("listing", "22 of 86 treated patients in view had it, 23 events."),
        ("listing --only severe", "0 of 86 treated patients in view had it, 0 events."),
        ("listing --event term:acne", "SYN-067 | 46 | Male | Totalis (AT) | Acne | Skin | 1"),
    ],
)
def test_text_tells_the_numbers_of_the_page(options: str, said: str, store_setting: str, capsys: Capture) -> None:
    assert main(["events", "--part", *options.split()]) == 0
    printed = capsys.readouterr().out
    assert said in printed
    assert "data version" in printed
    assert "None" not in printed.replace("| None", "").replace("None of", "")


@pytest.mark.parametrize("part", TAKES)
def test_a_filter_that_keeps_nobody_is_said_in_a_sentence(part: str, store_setting: str, capsys: Capture) -> None:
    assert main(["events", "--part", part, "--where", "age_years=1..2"]) == 0
    title, cohort, nobody, data = capsys.readouterr().out.splitlines()
    assert title
    assert cohort == "Patients with age 1 to 2 years."
    assert nobody == "None of 86 patients is in view, so there is nothing to count: widen the filter."
    assert "data version" in data
    assert main(["events", "--part", part, "--where", "age_years=1..2", "--json"]) == 0
    json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("months --by sex", "--by goes with --part incidence, first, tolerability. --part months takes --only, --rows,"),
        ("incidence --month 3", "--month goes with --part tolerability."),
        ("listing --level 0.9", "--part listing takes --only, --event."),
        ("timelines --no-competing", "--competing goes with --part first."),
        ("first --reference F --by sex", "--reference goes with --part incidence."),
        ("first --event Acne", "'Acne' is the name of several. Choose one of: term:Skin:Acne, special:Acne:."),
        ("first --event gout", "There is no event 'gout'. Choose one of: any, Renal, Hepatic"),
        ("months --rows special", "--rows special goes with --part combinations"),
        ("timelines --page 3", "There is no page 3: the last is 1, of 25 patients each."),
        ("timelines --page 0", "There is no page 0"),
        ("timelines --endpoint salt21", "There is no endpoint 'salt21'"),
        ("months --interval exact", "There is no method 'exact'. Choose one of: wilson"),
        ("combinations --interval exact", "There is no method 'exact'. Choose one of: wilson"),
        ("tolerability --interval exact", "There is no method 'exact'. Choose one of: wilson"),
        ("first --level 95", "The confidence level 95.0 is not"),
        ("combinations --level nan", "The confidence level nan is not"),
        ("tolerability --least 0", "A group needs at least 1 patient; --least 0"),
        ("tolerability --month 40", "No visit of these data is nearest to month 40"),
        ("tolerability --by nothing", "There is no variable 'nothing'"),
        ("first --where sex=X", "sex has no value 'X'"),
        ("everything", "invalid choice: 'everything'"),
    ],
)
def test_what_cannot_be_asked_ends_in_a_sentence(options: str, said: str, store_setting: str, capsys: Capture) -> None:
    assert main(["events", "--part", *options.split()]) == 2
    assert said in capsys.readouterr().err


def test_every_option_of_every_part_is_offered(capsys: Capture) -> None:
    assert main(["events", "--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"--{name}" in said for names in TAKES.values() for name in names)
