"""The command line gives the results of the pages, and errors in a sentence."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.analysis.overview import overview
from core.analysis.rates import rates
from core.catalogue import current
from core.cli import main
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.store.cohort_store import CohortStore, current_store
from core.store.location import SETTING, Location
from tests.building import model, spec

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "data" / "reference"
EXAMPLE = [
    "rates",
    "--by",
    "aa_type",
    "--endpoint",
    "salt20",
    "--month",
    "9",
    "--set",
    "observed",
    "--where",
    "sex=F",
    "--json",
]
CATALOGUE = current()
Capture = pytest.CaptureFixture[str]


def as_json(result: object) -> Any:
    return json.loads(json.dumps(plain(result)))


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Location:
    """A store into which nothing has been published."""
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path / 'store'}")
    return Location(tmp_path / "store")


def test_the_rates_printed_are_the_very_result_that_the_page_draws(
    reference: CohortStore, store_setting: str, capsys: Capture
) -> None:
    assert main(EXAMPLE) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == as_json(rates(reference, CohortFilter.from_query("sex=F"), spec("aa_type")))
    assert found["cohort"] == "sex=F"
    assert found["overall"]["rate"]["method"] == "Wilson score"
    assert sum(group["n"] for group in found["groups"]) == found["overall"]["n"]


def test_every_option_of_the_rates_is_passed_on(reference: CohortStore, store_setting: str, capsys: Capture) -> None:
    options = "--by duration_years:2,4 --by sex --set locf --interval jeffreys --difference miettinen-nurminen --level 0.9"
    assert main(["rates", *options.split(), "--reference", "1", "--window", "1", "--month", "6", "--json"]) == 0
    asked = spec(
        "duration_years:2,4", "sex", analysis_set=AnalysisSet.LOCF, interval="jeffreys", difference="miettinen-nurminen",
        level=0.9, reference="1", window=1.0, month=6,
    )  # fmt: skip
    assert json.loads(capsys.readouterr().out) == as_json(rates(reference, CohortFilter(), asked))


def test_the_overview_printed_is_that_of_the_page(reference: CohortStore, store_setting: str, capsys: Capture) -> None:
    assert main(["overview", "--where", "sex=F", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == as_json(overview(reference, CohortFilter.from_query("sex=F"), spec()))


def test_without_json_results_are_text_to_read(store_setting: str, capsys: Capture) -> None:
    assert main(["rates", "--by", "aa_type"]) == 0
    assert "  Multiplex (AM) 10/11, 90.9% (" in capsys.readouterr().out
    assert main(["overview"]) == 0
    assert "86 treated, 86 in view, 70 assessed, 29 responded (29/70, 41.4%, 95% interval 30.6–" in capsys.readouterr().out


def test_versions_are_listed_with_the_one_in_force(reference: CohortStore, store_setting: str, capsys: Capture) -> None:
    assert main(["versions"]) == 0
    line, told = capsys.readouterr().out.strip().splitlines()
    assert re.match(rf"{reference.version.digest}  \d{{4}}-\d\d-\d\d \d\d:\d\d UTC  Synthetic reference cohort: ", line)
    assert line.endswith("86 patients, 805 visits (simulated, in force)")
    assert told.endswith("7,004 rows taken, 0 left out")
    assert main(["versions", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["releases"]
    assert found["version"] == as_json(reference.version)


def test_a_published_folder_prints_its_version_and_only_once_if_missing(empty: Location, capsys: Capture) -> None:
    arguments = ["import", str(REFERENCE), "--if-missing"]
    assert main(arguments) == 0
    printed = capsys.readouterr()
    digest = current_store(CATALOGUE, empty).version.digest
    assert printed.out.startswith(f"Published {digest}  ")
    assert printed.err == ""
    before = empty.current.stat().st_mtime_ns
    assert main(arguments) == 0
    assert capsys.readouterr().out == ""
    assert empty.current.stat().st_mtime_ns == before


def test_a_store_whose_version_is_gone_is_published_anew(empty: Location, capsys: Capture) -> None:
    empty.folder.mkdir()
    empty.current.write_text("cohort-0000000000000000.duckdb\n", encoding="utf-8")
    assert main(["import", str(REFERENCE), "--if-missing"]) == 0
    assert capsys.readouterr().out.startswith("Published ")
    assert current_store(CATALOGUE, empty).version.patients == 86


BAD = {
    "patient": [{"patient_id": "a", "age_years": 156, "sex": "F"}, {"patient_id": "b", "age_years": 30, "sex": "unclear"}],
    "visit": [{"patient_id": "a", "month": 0, "salt": 101}, {"patient_id": "c", "month": 0, "salt": 10}],
}


def test_an_import_names_every_place_and_counts_every_row(
    empty: Location, write_tables: Callable[..., Path], capsys: Capture
) -> None:
    assert main(["import", str(write_tables(**BAD))]) == 0
    printed = capsys.readouterr()
    for place in (
        "patient.csv, row 2, age_years, found '156' (cell left empty): outside 0 to 120. ",
        "patient.csv, row 3, sex, found 'unclear' (cell left empty): not one of the known values. ",
        "visit.csv, row 2, salt, found '101' (row left out): outside 0 to 100. ",
        "visit.csv, row 3, patient_id, found 'c' (row left out): no such patient. ",
    ):
        assert f"{place}" in printed.err
    assert "patient.csv, patient: 2 rows came in: 2 taken, 0 left out." in printed.out
    assert "visit.csv, visit: 2 rows came in: 0 taken, 2 left out." in printed.out


def test_a_dry_run_says_what_would_come_of_it_and_saves_the_mapping(
    empty: Location, write_tables: Callable[..., Path], capsys: Capture, tmp_path: Path
) -> None:
    saved = tmp_path / "clinic.toml"
    assert main(["import", str(write_tables(**BAD)), "--dry-run", "--json", "--save-mapping", str(saved)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["published"], result["version"]["patients"]) == (False, 2)
    assert [one["severity"] for one in result["findings"]] == [
        "emptied",
        "emptied",
        "left_out",
        "left_out",
        "warning",
        "warning",
    ]
    assert not empty.current.exists()
    assert main(["import", str(write_tables(**BAD)), "--mapping", str(saved)]) == 0
    assert capsys.readouterr().out.startswith(f"Published {result['version']['digest']}  ")


def test_patients_are_published_under_pseudonyms_and_moved_dates_where_asked_for(
    empty: Location, write_tables: Callable[..., Path], capsys: Capture, tmp_path: Path
) -> None:
    saved = tmp_path / "clinic.toml"
    folder = write_tables(patient=[{"patient_id": "A-00017", "start_date": "2023-01-02"}])
    assert main(["import", str(folder), "--hash-ids", "--shift-dates", "--notes", "--save-mapping", str(saved)]) == 0
    printed = capsys.readouterr()
    assert "(pseudonyms, dates shifted, in force)" in printed.out
    assert "identifiers of patients are replaced by pseudonyms in every table" in printed.err
    assert "A-00017" not in (empty.folder / "history.jsonl").read_text(encoding="utf-8")
    assert '[identifiers]\n"patient_id" = "hash"\n"start_date" = "shift"\n' in saved.read_text(encoding="utf-8")
    version = current_store(current(), empty).version
    assert main(["import", str(folder), "--mapping", str(saved)]) == 0
    assert capsys.readouterr().out.startswith(f"Published {version.digest}  ")


def test_an_import_that_must_not_be_published_is_refused_with_every_place(
    empty: Location, write_tables: Callable[..., Path], capsys: Capture
) -> None:
    folder = write_tables(patient=[{"sex": "F"}], visit=[{"patient_id": "a", "salt": 1}])
    assert main(["import", str(folder), "--json"]) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["published"] is False
    assert "\nvisit.csv, month: this column is required. " in printed.err
    assert "\npatient.csv: no table of the data model is seen in it. " in printed.err
    assert printed.err.startswith("Nothing was published.")
    assert not empty.current.exists()


@pytest.mark.parametrize("command", ["rates", "overview"])
@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--where", "height=180.."], "The cohort cannot be filtered on 'height'. Choose one of: aa_type,"),
        (["--where", "sex=X"], "sex has no value 'X'. Choose from: F, M."),
        (["--where", "sex"], "Cannot read the filter part 'sex'."),
        (["--endpoint", "salt33"], "There is no endpoint 'salt33'. Choose one of: salt20,"),
        (["--endpoint", "salt<=101"], "SALT runs from 0 to 100"),
        (["--month", "24"], "No visit of these data is nearest to month 24. Months with visits: 1, 2, 3,"),
    ],
)
def test_what_cannot_be_asked_is_one_line_on_standard_error(
    store_setting: str, capsys: Capture, command: str, arguments: list[str], part: str
) -> None:
    assert main([command, *arguments, "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert part in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [["--by", "height"], ["--by", "sex", "--by", "sex"], ["--interval", "magic"], ["--level", "1"], ["--window", "5"],
     ["--window", "nan"], ["--by", "aa_type", "--reference", "zz"]],
)  # fmt: skip
def test_rates_that_cannot_be_made_are_refused_in_one_line(store_setting: str, capsys: Capture, arguments: list[str]) -> None:
    assert main(["rates", *arguments]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["rates", "--set", "everyone"], ["rates", "--month", "nine"], ["import"]]
)
def test_a_command_that_cannot_be_read_ends_with_two_and_how_to_use_it(capsys: Capture, arguments: list[str]) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("usage: python -m core")


def test_help_is_not_an_error(capsys: Capture) -> None:
    assert main(["rates", "--help"]) == 0
    assert "--where" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["rates"], ["overview", "--json"]])
def test_without_a_store_the_reader_is_told_how_to_publish_one(empty: Location, capsys: Capture, arguments: list[str]) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "python -m core import" in printed.err
    assert "Traceback" not in printed.err


def test_without_a_store_there_are_no_versions(empty: Location, capsys: Capture) -> None:
    assert main(["versions", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"releases": [], "events": []}


def test_a_synthetic_registry_can_be_published_and_asked(empty: Location, tmp_path: Path, capsys: Capture) -> None:
    folder = str(tmp_path / "registry")
    assert main(["synthesize", "--patients", "120", "--seed", "3", "--out", folder]) == 0
    assert "120 patients" in capsys.readouterr().out
    assert main(["import", folder]) == 0
    assert "120 patients" in capsys.readouterr().out
    assert main(["rates", "--by", "sex", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["provenance"]["patients"] == found["overall"]["in_view"] == 120
    assert found["provenance"]["synthetic"] is True


@pytest.mark.parametrize("patients", ["0", "-1"])
def test_a_registry_of_nobody_is_refused(tmp_path: Path, capsys: Capture, patients: str) -> None:
    assert main(["synthesize", "--patients", patients, "--out", str(tmp_path / "registry")]) == 2
    assert "from 1 to 99,999,999 patients" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [EXAMPLE, ["rates"], ["versions"]])
def test_a_reader_who_has_gone_ends_the_command_without_a_word(store_setting: str, arguments: list[str]) -> None:
    gone, end = os.pipe()
    os.close(gone)
    command = [sys.executable, "-m", "core", *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, stdout=end, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    finally:
        os.close(end)
    assert (done.returncode, done.stderr) == (1, "")


def test_the_example_of_the_manual_runs_as_it_is_typed(reference: CohortStore, store_setting: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "core", *EXAMPLE], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == as_json(rates(reference, CohortFilter.from_query("sex=F"), spec("aa_type")))


def test_fit_prints_the_very_result_of_the_page(
    store_setting: str, reference: CohortStore, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["fit", "logistic", "--preset", "published", "--where", "sex=F", "--estimator", "firth", "--json"]
    assert main(asked) == 0
    printed = json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    assert printed == json.loads(json.dumps(plain(model(reference, "sex=F", estimator="firth"))))


@pytest.mark.parametrize("kind", ["logistic", "least-squares"])
def test_fit_as_text_has_a_line_a_coefficient(store_setting: str, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    assert main(["fit", kind, "--terms", "sex=M;age_years*10;duration_years:4=1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = [line.split(":")[0].strip() for line in lines if line.startswith("  ")]
    assert told == ["Sex", "Age", "Disease duration", "Sex", "Age", "Disease duration", "Age"]
    assert any(line.startswith("  Age: is it a line?") for line in lines)
    assert "per 10 years" in "".join(lines)


@pytest.mark.parametrize(
    ("more", "words"),
    [(["--preset", "none"], "no preset"), (["--terms", "stop_month*1"], "immortal-time"), (["--level", "2"], "level")],
)
def test_fit_refuses_what_cannot_be_asked_with_the_remedy(
    store_setting: str, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert main(["fit", "logistic", *more]) == 2
    assert words in capsys.readouterr().err


def test_nothing_is_imported_where_the_setting_forbids_it(
    empty: Location, write_tables: Callable[..., Path], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGROW_READ_ONLY", "1")
    assert main(["import", str(write_tables(**BAD))]) == 2
    assert "REGROW_READ_ONLY" in capsys.readouterr().err
    assert not empty.current.exists()
    assert main(["import", str(write_tables(**BAD)), "--dry-run"]) == 0


def test_a_report_and_a_file_to_fill_in_are_written(
    empty: Location, write_tables: Callable[..., Path], capsys: Capture, tmp_path: Path
) -> None:
    report, sheet, fill_in = tmp_path / "report.html", tmp_path / "report.xlsx", tmp_path / "missing.xlsx"
    assert main(["import", str(write_tables(**BAD)), "--report", str(report), "--to-correct", str(fill_in)]) == 0
    assert main(["import", str(write_tables(**BAD)), "--report", str(sheet)]) == 0
    assert "outside 0 to 120" in report.read_text(encoding="utf-8")
    assert sheet.read_bytes()[:2] == fill_in.read_bytes()[:2] == b"PK"
    assert main(["import", str(write_tables(**BAD)), "--report", str(tmp_path / "no" / "report.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
