"""The command of laboratory values prints the very results of the page."""

import json

import pytest

from core.analysis.kidney import kidney
from core.analysis.lab_course import lab_course
from core.analysis.lab_grades import lab_grades
from core.cli import main
from core.cli.labs import TAKES
from core.domain.filters import CohortFilter
from core.domain.lab_course import LabSpec
from core.domain.lab_grades import GradeSpec
from core.domain.rates import Grouping
from core.export.plain import plain
from core.store.cohort_store import CohortStore

Capture = pytest.CaptureFixture[str]


def test_labs_prints_the_result_of_the_page(store_setting: str, reference: CohortStore, capsys: Capture) -> None:
    assert main(["labs", "--test", "alt", "--where", "aa_type=AT,AU", "--by", "sex", "--ctcae", "6.0", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    spec = LabSpec(test="alt", scale="upper", by=Grouping("sex"), version="6.0")
    expected = lab_course(reference, CohortFilter.from_query("aa_type=AT,AU"), spec)
    assert printed == json.loads(json.dumps(plain(expected)))


def test_the_grades_are_those_of_the_page(store_setting: str, reference: CohortStore, capsys: Capture) -> None:
    assert main(["labs", "--part", "grades", "--test", "alt", "--where", "sex=F", "--json"]) == 0
    expected = lab_grades(reference, CohortFilter.from_query("sex=F"), GradeSpec(test="alt"))
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(plain(expected)))
    assert main(["labs", "--part", "grades"]) == 0
    assert "Creatinine 16/86, 18.6% (11.0–28.4%); grades 1 to 4: 15, 1, 0, 0" in capsys.readouterr().out


def test_both_equations_are_those_of_the_page(store_setting: str, reference: CohortStore, capsys: Capture) -> None:
    assert main(["labs", "--part", "kidney", "--where", "sex=F", "--json"]) == 0
    expected = kidney(reference, CohortFilter.from_query("sex=F"))
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(plain(expected)))
    assert main(["labs", "--part", "kidney"]) == 0
    assert "16 of 86 by the Japanese equation, 0 by CKD-EPI 2021" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("part", "said"), [("liver", "have no total bilirubin"), ("outliers", "SYN-006, month 3: ALT 147 U/L")]
)
def test_every_other_part_is_printed_too(part: str, said: str, store_setting: str, capsys: Capture) -> None:
    assert main(["labs", "--part", part]) == 0
    assert said in capsys.readouterr().out
    assert main(["labs", "--part", part, "--json"]) == 0
    json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))


def test_labs_as_text_have_a_line_a_month_and_the_denominator(store_setting: str, capsys: Capture) -> None:
    assert main(["labs", "--test", "neutrophils"]) == 0
    said = capsys.readouterr().out
    assert "All in view: 86 measured of 86 treated" in said
    assert "Month 9: median 3,304 (" in said
    assert "baricitinib: hold below 1000 /uL" in said


@pytest.mark.parametrize("part", TAKES)
def test_a_filter_that_keeps_nobody_is_said_in_a_sentence(part: str, store_setting: str, capsys: Capture) -> None:
    assert main(["labs", "--part", part, "--where", "age_years=1..2"]) == 0
    _, cohort, nobody, data = capsys.readouterr().out.splitlines()
    assert cohort == "Patients with age 1 to 2 years."
    assert nobody == "None of 86 patients is in view, so there is nothing to count: widen the filter."
    assert "data version" in data


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("kidney --test alt", "--test goes with --part course, grades. --part kidney takes none of its own."),
        ("grades --by sex", "--by goes with --part course. --part grades takes --test, --ctcae."),
    ],
)
def test_an_option_that_a_part_does_not_take_is_refused(options: str, said: str, store_setting: str, capsys: Capture) -> None:
    assert main(["labs", "--part", *options.split()]) == 2
    assert said in capsys.readouterr().err


def test_what_cannot_be_asked_ends_in_a_sentence(store_setting: str, capsys: Capture) -> None:
    assert main(["labs", "--test", "sodium"]) == 2
    assert "no laboratory test 'sodium'" in capsys.readouterr().err
