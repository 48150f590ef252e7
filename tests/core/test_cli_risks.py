"""The command of adjusted risks prints the very results of the page."""

import json
from datetime import UTC, datetime

import pytest

from core.analysis.what_if import what_if
from core.cli import main
from core.domain.filters import CohortFilter
from core.domain.what_if import Profile
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from tests.building import model_spec
from tests.core.analysis.test_adjusted import adjusted

Capture = pytest.CaptureFixture[str]


def printed(capsys: Capture) -> object:
    return json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))


def test_risks_prints_the_result_of_the_page(store_setting: str, reference: CohortStore, capsys: Capture) -> None:
    assert main(["risks", "--where", "sex=F", "--estimator", "firth", "--json"]) == 0
    assert printed(capsys) == json.loads(json.dumps(plain(adjusted(reference, "sex=F", estimator="firth"))))


def test_a_profile_prints_its_prediction(store_setting: str, reference: CohortStore, capsys: Capture) -> None:
    assert main(["risks", "logistic", "--profile", "sex=M;age_years=30", "--json"]) == 0
    expected = what_if(reference, CohortFilter(), model_spec(), Profile.from_text("sex=M;age_years=30"))
    assert printed(capsys) == json.loads(json.dumps(plain(expected)))


def test_risks_as_text_have_a_line_a_level_and_the_method(store_setting: str, capsys: Capture) -> None:
    assert main(["risks", "--terms", "sex=M;age_years*10"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[1].strip() for line in lines if line.startswith("  ")] == ["Female", "Male", "per 10 years"]
    assert "standardised over the 70 patients used, delta method" in "".join(lines)
    assert f"made {datetime.now(UTC).date()}" in lines[-1]


def test_a_profile_as_text_says_who_is_meant(store_setting: str, capsys: Capture) -> None:
    assert main(["risks", "--profile", ""]) == 0
    said = capsys.readouterr().out
    assert "Predicted for this profile" in said
    assert "Profile: AA type Totalis (AT); sex Female" in said


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["least-squares"], "invalid choice"),
        (["--profile", "height=3"], "no term height"),
        (["--profile", "sex"], "Write variable=value"),
        (["--terms", "stop_month*1"], "immortal-time"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_remedy(
    store_setting: str, capsys: Capture, more: list[str], words: str
) -> None:
    assert main(["risks", *more]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
