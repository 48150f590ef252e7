"""The commands about versions: listed with their history, compared, put in force again, removed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.analysis.version_diff import version_diff
from core.catalogue import current
from core.cli import main
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.ingest.bundle import bring_in
from core.store.cohort_store import current_store, in_force
from core.store.location import READ_ONLY, SETTING, Location
from core.store.releases import path_of

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def two(write_tables: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Location, str, str]:
    """A store with two versions, of patients a and b; and their digests, the one in force last."""
    where = Location(tmp_path / "store")
    monkeypatch.setenv(SETTING, f"duckdb:{where.folder}")
    people = [{"patient_id": name, "sex": sex, "age_years": 30} for name, sex in (("a", "F"), ("b", "M"))]
    visits = [{"patient_id": one["patient_id"], "month": month, "salt": 80 - 8 * month} for one in people for month in (0, 9)]
    first = bring_in([write_tables(patient=people[:1], visit=visits[:2])], current(), where).version.digest
    second = bring_in([write_tables(patient=people, visit=visits)], current(), where).version.digest
    return where, first, second


def out(capsys: Capture) -> str:
    return capsys.readouterr().out


def test_each_version_has_its_publication_below_it(two: tuple[Location, str, str], capsys: Capture) -> None:
    _, first, second = two
    assert main(["versions"]) == 0
    lines = out(capsys).splitlines()
    assert [line.split()[0] for line in lines] == [second, "by", first, "by"]
    assert lines[3].endswith("3 rows taken, 0 left out")
    assert main(["versions", "--json"]) == 0
    found = json.loads(out(capsys))
    assert [one["state"] for one in found["releases"]] == ["in force", "earlier"]
    assert [one["digest"] for one in found["events"]] == [second, first]


def test_the_difference_printed_is_that_of_the_page(two: tuple[Location, str, str], capsys: Capture) -> None:
    where, first, second = two
    expected = version_diff(current_store(current(), where), CohortFilter(), path_of(where, first))
    for arguments in (["diff"], ["diff", first[:9]], ["diff", first, second]):
        assert main([*arguments, "--json"]) == 0
        assert json.loads(out(capsys)) == json.loads(json.dumps(plain(expected)))
    assert main(["diff", "--where", "sex=M"]) == 0
    said = out(capsys)
    assert "Patients: 1 new, 0 gone, 0 changed, 1 as before." in said
    assert "Patients with sex Male." in said
    assert "SALT ≤20 at month 9, of completers: 0/0, – → 1/1, 100.0% (" in said


def test_a_version_put_back_is_in_force_and_compared_with_the_one_before(
    two: tuple[Location, str, str], capsys: Capture
) -> None:
    where, first, second = two
    assert main(["rollback", first[:10]]) == 0
    assert f"{first}  " in out(capsys)
    assert first in in_force(where).name
    assert main(["diff", "--json"]) == 0
    found = json.loads(out(capsys))
    assert (found["before"]["digest"], found["after"]["digest"]) == (second, first)
    assert (found["changes"]["new"], found["changes"]["gone"]) == (0, 1)
    assert main(["versions", "--history"]) == 0
    assert f": put in force again {first[:8]} tables" in out(capsys).splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rollback", "nothing"], "There is no version 'nothing' here. There are: "),
        (["diff", "nothing"], "There is no version 'nothing' here."),
        (["prune"], "Say which versions to remove"),
        (["prune", "ab", "--keep", "1"], "Say which versions to remove"),
        (["prune", "--keep", "-1"], "-1 versions cannot be kept"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    two: tuple[Location, str, str], capsys: Capture, arguments: list[str], said: str
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_only_earlier_versions_are_removed_and_named(two: tuple[Location, str, str], capsys: Capture) -> None:
    where, first, second = two
    assert main(["prune", "--keep", "1"]) == 0
    assert out(capsys) == "Nothing was removed.\n"
    assert main(["prune", "--keep", "0", "--json"]) == 0
    assert json.loads(out(capsys)) == {"removed": [first], "held": []}
    assert [path.name for path in where.folder.glob("*.duckdb")] == [f"cohort-{second}.duckdb"]
    assert main(["prune", second]) == 2
    assert main(["diff"]) == 2
    assert "There is no earlier version to compare with." in capsys.readouterr().err


def test_with_the_setting_nothing_is_changed(
    two: tuple[Location, str, str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, first, second = two
    monkeypatch.setenv(READ_ONLY, "1")
    for arguments in (["rollback", first], ["prune", first], ["prune", "--keep", "0"]):
        assert main(arguments) == 2
        assert "REGROW_READ_ONLY is 1" in capsys.readouterr().err
    assert second in in_force(where).name
    assert path_of(where, first).is_file()
