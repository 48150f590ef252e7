"""The command of adverse events prints the very results of the page."""

import json

import pytest

from core.analysis.events import adverse_events
from core.cli import main
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.domain.rates import Grouping
from core.export.plain import plain
from core.store.cohort_store import CohortStore

Capture = pytest.CaptureFixture[str]


def test_events_prints_the_result_of_the_page(store_setting: str, reference: CohortStore, capsys: Capture) -> None:
    assert main(["events", "--where", "aa_type=AT,AU", "--by", "sex", "--only", "related", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    spec = EventSpec(only=("related",), by=Grouping("sex"))
    expected = adverse_events(reference, CohortFilter.from_query("aa_type=AT,AU"), spec)
    assert printed == json.loads(json.dumps(plain(expected)))


def test_events_as_text_have_a_line_a_term_and_the_denominator(store_setting: str, capsys: Capture) -> None:
    assert main(["events"]) == 0
    said = capsys.readouterr().out
    assert "Any event 22/86, 25.6% (16.8–36.1%)" in said
    assert "eGFR decline 16/86, 18.6% (11.0–28.4%)" in said
    assert "Everyone treated and in view is counted" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--reference", "F"], "needs groups"), (["--level", "2"], "level 2.0 is not"), (["--level", "nan"], "level nan is not")],
)
def test_what_cannot_be_asked_ends_in_a_sentence(options: list[str], said: str, store_setting: str, capsys: Capture) -> None:
    assert main(["events", *options]) == 2
    assert said in capsys.readouterr().err
