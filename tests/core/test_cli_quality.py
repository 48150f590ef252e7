"""The command of data quality prints the very results of the page."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.analysis.completers import completers
from core.analysis.course_checks import course_checks
from core.analysis.coverage import coverage
from core.analysis.missing import missing
from core.analysis.numeric_outliers import numeric_outliers
from core.catalogue import current
from core.cli import main
from core.cli.quality import ALL, TAKES
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore
from core.store.location import SETTING, Location
from tests.building import spec

Capture = pytest.CaptureFixture[str]


def test_all_parts_are_those_of_the_page(store_setting: str, reference: CohortStore, capsys: Capture) -> None:
    assert main(["quality", "--json", "--where", "sex=F", "--window", "1", "--month", "6"]) == 0
    printed = json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    women = CohortFilter.from_query("sex=F")
    expected = {
        "coverage": coverage(reference, women, 1.0),
        "missing": missing(reference, women, 1.0),
        "courses": course_checks(reference, women),
        "outliers": numeric_outliers(reference, women, 1.0),
        "completers": completers(reference, women, spec(month=6, window=1.0)),
    }
    assert printed == json.loads(json.dumps(plain(expected)))
    assert list(printed) == [part for part in TAKES if part != ALL]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("coverage", "Month 9: visit within ±0.5 months 70;"),
        ("missing", "Reason for stopping (of those with month stopped): 0/16 (0.0%)"),
        ("courses", "SYN-049, month 6: Unchanged value. SALT 98.5 for the 4th time in a row at month 6"),
        ("outliers", "SYN-068, Baseline SALT: 52.5, 3.5 interquartile ranges beyond the quartile"),
        ("completers", "70 completers, 16 not assessed of 86 evaluable in view."),
    ],
)
def test_every_part_is_told_and_printed(part: str, said: str, store_setting: str, capsys: Capture) -> None:
    assert main(["quality", "--part", part]) == 0
    assert said in capsys.readouterr().out
    assert main(["quality", "--part", part, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["provenance"]["in_view"] == 86


@pytest.mark.parametrize("part", [part for part in TAKES if part != ALL])
def test_a_filter_that_keeps_nobody_is_said_in_a_sentence(part: str, store_setting: str, capsys: Capture) -> None:
    assert main(["quality", "--part", part, "--where", "age_years=1..2"]) == 0
    _, cohort, nobody, data = capsys.readouterr().out.splitlines()
    assert cohort == "Patients with age 1 to 2 years."
    assert nobody == "None of 86 patients is in view, so there is nothing to count: widen the filter."
    assert "data version" in data


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--part courses --window 1", "--window goes with --part all, coverage, missing, outliers, completers."),
        ("--part coverage --month 9", "--month goes with --part all, completers. --part coverage takes --window."),
        ("--window 3", "between 0 and 2 months, not 3"),
        ("--month 99", "No visit of these data is nearest to month 99."),
        ("--endpoint best", "no endpoint 'best'"),
    ],
)
def test_what_cannot_be_asked_ends_in_a_sentence(options: str, said: str, store_setting: str, capsys: Capture) -> None:
    assert main(["quality", *options.split()]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("months", "parts"), [((0, 3), 5), ((0,), 4)])
def test_data_without_the_usual_month_are_told_as_far_as_they_go(
    months: tuple[int, ...], parts: int, write_tables: Callable[..., Path], tmp_path: Path, monkeypatch, capsys: Capture
) -> None:
    visits = [{"patient_id": "a", "month": month, "salt": 80} for month in months]
    bring_in([write_tables(patient=[{"patient_id": "a"}], visit=visits)], current(), Location(tmp_path / "store"))
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path / 'store'}")
    assert main(["quality", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert len(printed) == parts
    assert printed.get("completers", {"spec": {"month": 3}})["spec"]["month"] == 3
    assert main(["quality", "--part", "completers"]) == (0 if parts == 5 else 2)
