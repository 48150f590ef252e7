"""An import that is being prepared: read, tried, changed, and gone without a trace."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.centres import SiteChange
from core.domain.column_uses import ColumnUse
from core.domain.errors import DataError, RequestError
from core.domain.identifiers import WITHHELD
from core.domain.imports import ImportRefusal, ImportResult
from core.ingest import trials
from core.ingest.bundle import NO_MAPPING, Said, bring_in, completed
from core.ingest.column_uses import uses_of
from core.ingest.drafts import Draft, Trial, close, close_all, draft, first_rows, flags_of
from core.ingest.trials import mapping_in, take_uses, trial
from core.store.location import Location
from core.store.pseudonyms import KEY
from core.store.source_rows import taken_rows

SHEET = b"ID,gender,AA type,SALT_0M,SALT later\n1,woman,totalis?,100,60\n2,male,OA,90,ND\n"
MAPPING = """
[[source]]
title = "x"
[[source.rows]]
table = "patient"
columns = {patient_id = "ID"}
[values.aa_type]
"totalis?" = "AT"
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of what is temporary, in which nothing is left at the end of a draft."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path


def tried(made: Draft) -> Trial:
    where = Location(made.folder.parent / "store")
    return trial(made, current(), where, mapping_in(made, current(), made.given or NO_MAPPING))


def result_of(made: Draft) -> ImportResult:
    outcome = tried(made).outcome
    assert isinstance(outcome, ImportResult)
    return outcome


def test_a_trial_tells_what_publishing_would_give_and_is_in_force_nowhere(temporary: Path) -> None:
    made = draft([("clinic.csv", SHEET)], current())
    result = result_of(made)
    assert (result.published, result.version.in_force, result.version.cohort_name) == (False, False, "clinic")
    assert (result.version.patients, result.version.visits) == (2, 2)
    assert not list(temporary.rglob("CURRENT"))
    close(made)
    assert not list(temporary.iterdir())


def test_a_trial_is_made_once_for_what_was_chosen_and_the_one_before_is_let_go(temporary: Path) -> None:
    made = draft([("clinic.csv", SHEET)], current())
    first = tried(made)
    assert tried(made) is first
    made.words["aa_type", "totalis?"] = "AT"
    assert tried(made) is not first
    assert len(list(temporary.rglob("cohort-*.duckdb"))) == 1
    close(made)


def test_a_mapping_that_guards_identifiers_does_so_in_the_trial_and_as_the_store_would(tmp_path: Path) -> None:
    made = draft([("clinic.csv", SHEET), ("clinic.toml", b'[identifiers]\npatient_id = "hash"\n')], current())
    mapping = mapping_in(made, current(), made.given or NO_MAPPING)
    published = bring_in(made.paths, current(), Location(tmp_path / "store"), mapping, Said(about=made.about))
    result = result_of(made)
    assert result.version.pseudonyms
    assert result.version.digest == published.version.digest
    close(made)
    assert [path.parent.name for path in tmp_path.rglob(KEY)] == ["store"]
    shutil.rmtree(tmp_path / "store")


def test_a_column_that_is_taken_as_something_else_changes_what_would_be_published() -> None:
    made = draft([("clinic.csv", SHEET)], current())
    source = made.sources[0]
    uses = list(uses_of(source.columns, result_of(made).mapping.sources[0]))
    assert uses[-1] == ColumnUse(column="SALT later")
    uses[-1] = ColumnUse(column="SALT later", table="visit", variable="salt", month="3")
    made.uses[source.title] = tuple(uses)
    assert result_of(made).version.months == (0, 3)
    uses[0] = ColumnUse(column="ID")
    made.uses[source.title] = tuple(uses)
    with pytest.raises(DataError, match=r"clinic\.csv: No column is taken as the patient"):
        tried(made)


def test_once_somebody_says_who_the_patients_are_the_other_columns_are_suggested() -> None:
    made = draft([("clinic.csv", SHEET.replace(b"ID", b"code x"))], current())
    source = made.sources[0]
    nothing = uses_of(source.columns, None)
    assert isinstance(tried(made).outcome, ImportRefusal)
    said = (ColumnUse(column="code x", table="patient", variable="patient_id"), *nothing[1:])
    take_uses(made, current(), source, nothing, said)
    assert [use.variable for use in made.uses["clinic"]] == ["patient_id", "sex", "aa_type", "salt", ""]
    assert (made.begun, result_of(made).version.visits) == (1, 2)
    take_uses(made, current(), source, made.uses["clinic"], said)
    assert made.uses["clinic"] == said  # what is taken out later stays out


def test_a_word_that_is_told_once_is_read_and_saved_with_the_mapping() -> None:
    made = draft([("clinic.csv", SHEET)], current())
    assert [one.found for one in result_of(made).of("emptied")] == ["totalis?"]
    made.words["aa_type", "totalis?"] = "AT"
    assert result_of(made).of("emptied") == ()
    assert result_of(made).mapping.values == (("aa_type", (("totalis?", "AT"),)),)


def test_a_mapping_and_a_word_about_the_cohort_may_lie_among_the_files() -> None:
    about = b'name = "Kyoto"\nsynthetic = true\n'
    made = draft([("clinic.csv", SHEET), ("last year.toml", MAPPING.encode()), ("about.toml", about)], current())
    result = result_of(made)
    assert (result.version.cohort_name, result.version.synthetic) == ("Kyoto", True)
    assert result.version.visits == 0
    assert result.of("emptied") == ()


def test_the_first_rows_are_shown_before_and_after() -> None:
    made = draft([("clinic.csv", SHEET)], current())
    rows = first_rows(made, made.sources[0], result_of(made).mapping)
    assert rows == [(2, ("1", "woman", "totalis?", "100", "60")), (3, ("2", "male", "OA", "90", "ND"))]
    store = tried(made).store
    assert store is not None
    taken = taken_rows(store, "clinic.csv", [at for at, _ in rows])
    assert taken["patient"] == [
        {"Row": 2, "Patient": "1", "Sex": "F", "AA type": None},
        {"Row": 3, "Patient": "2", "Sex": "M", "AA type": "OA"},
    ]
    assert [(row["Row"], row["Month"]) for row in taken["visit"]] == [(2, 0.0), (3, 0.0)]
    assert taken_rows(store, "another.csv", [2]) == {}
    close(made)


def test_what_cannot_be_published_is_a_refusal_with_its_findings() -> None:
    made = draft([("patient.csv", b"name,age\na,1\n")], current())
    outcome = tried(made).outcome
    assert isinstance(outcome, ImportRefusal)
    assert [one.severity for one in outcome.findings] == ["blocks"]
    close(made)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("a.csv", b"")], "a.csv"),
        ([("a.toml", b"")], "no file with data"),
        ([("a.csv", SHEET), ("b.toml", b""), ("c.toml", b"")], "2 mappings"),
        ([("a.csv", SHEET), ("b.toml", b"[[")], "The mapping cannot be used"),
        ([("a.csv", SHEET), ("about.toml", b"[[")], "about.toml cannot be read"),
    ],
)
def test_files_that_cannot_be_read_are_refused_and_leave_nothing(
    files: list[tuple[str, bytes]], said: str, temporary: Path
) -> None:
    with pytest.raises(DataError, match=said):
        draft(files, current())
    assert not list(temporary.iterdir())


def test_cells_by_which_somebody_could_be_known_are_shown_nowhere() -> None:
    made = draft([("clinic.csv", "ID,氏名,sex\n1,佐藤 花子,F\n2,,M\n".encode())], current())
    mapping = result_of(made).mapping
    assert [(one.column, one.withheld) for one in flags_of(made, mapping)["clinic"]] == [("氏名", True)]
    assert first_rows(made, made.sources[0], mapping) == [(2, ("1", WITHHELD, "F")), (3, ("2", "", "M"))]
    made.guards["patient_id"] = "hash"
    store = tried(made).store
    assert store is not None
    assert all(str(row["Patient"]).startswith("P-") for row in taken_rows(store, "clinic.csv", [2, 3])["patient"])
    close(made)


def test_a_trial_of_one_centre_is_made_beside_those_that_are_in_force(tmp_path: Path) -> None:
    where = Location(tmp_path / "store")
    other = draft([("osaka.csv", SHEET)], current())
    bring_in(other.paths, current(), where, said=Said(about=other.about, site="Osaka"))
    made = draft([("kyoto.csv", SHEET)], current())
    made.site = "Kyoto"
    outcome = tried(made).outcome
    assert isinstance(outcome, ImportRefusal)
    assert "also the identifier of a patient of Osaka" in outcome.reason
    made.prefix = "KYO-"
    assert result_of(made).site == SiteChange(site="Kyoto", before=0, after=2, kept=(("Osaka", 2),))
    assert result_of(made).version.patients == 4
    made.prefix = "ＫＹＯ"
    with pytest.raises(RequestError, match="full width"):
        tried(made)
    close(made)
    close(other)
    shutil.rmtree(where.folder)


def test_a_trial_that_is_interrupted_is_made_anew_and_can_be_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    made = draft([("clinic.csv", SHEET)], current())
    tried(made)
    made.words["aa_type", "totalis?"] = "AT"
    with monkeypatch.context() as patch:
        patch.setattr(trials, "bring_in", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            tried(made)
    assert result_of(made).version.patients == 2
    made.words.clear()
    assert result_of(made).version.patients == 2
    close(made)


def test_a_table_of_which_no_column_is_taken_is_not_imported() -> None:
    files = [("people.csv", b"ID,sex\n1,F\n"), ("scores.csv", b"ID,month,SALT\n1,0,90\n")]
    made = draft(files, current())
    assert result_of(made).version.visits == 1
    made.uses["scores"] = tuple(ColumnUse(column=name) for name in ("ID", "month", "SALT"))
    assert (result_of(made).version.patients, result_of(made).version.visits) == (1, 0)
    close(made)


def test_a_day_of_birth_is_counted_from_and_not_shown() -> None:
    made = draft([("clinic.csv", b"ID,start_date,dob,SALT_0M\n1,2024-01-10,1980-02-03,80\n")], current())
    mapping = completed(current(), made.sources, NO_MAPPING)
    assert first_rows(made, made.sources[0], mapping) == [(2, ("1", "2024-01-10", WITHHELD, "80"))]
    assert result_of(made).version.patients == 1
    close(made)


def test_drafts_go_when_the_program_stops() -> None:
    made = draft([("clinic.csv", SHEET)], current())
    assert made.folder.exists()
    close_all()
    assert not made.folder.exists()
