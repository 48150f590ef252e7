"""A version written out and imported again is the same version, and written out once more it is the same bytes."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.catalogue import current
from core.cli import main
from core.domain.errors import RequestError
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.ingest.bundle import NO_MAPPING, bring_in
from core.ingest.export_folder import write_folder
from core.store.cohort_store import CohortStore, current_store
from core.store.location import SETTING, Location
from core.synthesis import synthesize
from tests.building import REFERENCE, write_rows
from tests.conftest import Rows

CATALOGUE = current()
CASES = Path(__file__).parents[2] / "import_cases"
PATIENTS = "m01_patients_cp932.csv"  # whose adverse events m09 has


def opened(where: Location) -> CohortStore:
    return CohortStore(current_store(CATALOGUE, where).path, CATALOGUE)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def goes_round(where: Location, room: Path) -> dict[str, bytes]:
    """What was written out, having come back as the same version and gone out as the same bytes."""
    first = opened(where)
    write_folder(first, room / "out")
    again = bring_in([room / "out"], CATALOGUE, Location(room / "again")).version
    second = opened(Location(room / "again"))
    assert (again.digest, again.cohort_name) == (first.version.digest, first.version.cohort_name)
    assert (again.synthetic, again.reference) == (first.version.synthetic, first.version.reference)
    write_folder(second, room / "once more")
    for store in (first, second):
        store.close()
    written = content(room / "out")
    assert content(room / "once more") == written
    return written


def store_of(folder: Path, mapping: ImportMapping = NO_MAPPING, **tables: Rows) -> Location:
    """A store with tables given as rows."""
    bring_in([write_rows(folder / "files", **tables)], CATALOGUE, Location(folder / "store"), mapping)
    return Location(folder / "store")


def test_the_reference_cohort_goes_round(reference_location: Location, tmp_path: Path) -> None:
    written = goes_round(reference_location, tmp_path)
    assert set(written) == {"about.toml", "patient.csv", "visit.csv", "adverse_event.csv", "lab.csv"}
    assert written["visit.csv"].count(b"\n") == (REFERENCE / "visit.csv").read_bytes().count(b"\n")


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir() if path.name[0] == "m"))
def test_every_messy_file_goes_round_once_it_is_in(name: str, tmp_path: Path) -> None:
    files = [CASES / one for one in dict.fromkeys((PATIENTS, name))] if name.startswith("m09") else [CASES / name]
    bring_in(files, CATALOGUE, Location(tmp_path / "store"))
    assert "patient.csv" in goes_round(Location(tmp_path / "store"), tmp_path)


def test_a_generated_cohort_goes_round(tmp_path: Path) -> None:
    synthesize(2_000, 7, tmp_path / "made")
    bring_in([tmp_path / "made"], CATALOGUE, Location(tmp_path / "store"))
    assert len(goes_round(Location(tmp_path / "store"), tmp_path)) == 5


AWKWARD = (
    'say "x"', '"', '""', "a,b", "a;b", "one\ntwo", "one\r\n\r\ntwo", "\n", "外用,療法", "=1+1", "@cmd", "+x", "-",
    "ND", "NULL", "NaN", " spaces ", "", "'", "\\", "\\n", "\\N", "#x", "a\tb", "｜", "𠮷野", "é", "e\u0301", "\u3000全角",
    "0", "1e5", "true", "%", "$1",
)  # fmt: skip


def test_awkward_texts_and_identifiers_go_round(tmp_path: Path) -> None:
    ids = ["007", "7", "0007", "Ab-1", "ａ１", "患者1", "x y", '"q"', "=A1", "a,b", "#1", "1e3", "-5"]
    patients = [{"patient_id": one, "drug": text, "site": text} for one, text in zip(ids, AWKWARD, strict=False)]
    patients += [{"patient_id": f"p{at}", "drug": text, "site": text} for at, text in enumerate(AWKWARD)]
    visits = [{"patient_id": "ab-1", "month": 0.1 + 0.2, "salt": "1e-05"}, {"patient_id": "AB-1", "month": 3, "salt": "-0.0"}]
    events = [{"patient_id": "007", "term": text or "x", "category": text, "onset_month": 1} for text in AWKWARD]
    labs = [{"patient_id": "p1", "month": at, "test": text or "x", "value": 1 / 3} for at, text in enumerate(AWKWARD)]
    where = store_of(tmp_path, patient=patients, visit=visits, adverse_event=events, lab=labs)
    store = opened(where)
    assert store.rows("SELECT drug FROM patient WHERE patient_id = 'p6'", {}) == [("one two",)]
    store.close()
    written = goes_round(where, tmp_path)
    assert b"=1+1" in written["patient.csv"]
    assert b"\n007," in written["patient.csv"]
    assert written["visit.csv"].splitlines()[1].split(b",")[1:3] == [b"0.30000000000000004", b"1e-05"]


def test_events_that_came_apart_are_not_taken_apart_again(tmp_path: Path) -> None:
    terms = ["頭痛、なし", "頭痛(1)(2)", "頭痛（3）", "なし(1)", "、", "ざ瘡; acne / x", "\tfever", "none"]
    terms += ["2023/1/10〜1/24", "x(1)\ny[2]"]
    events = [{"patient_id": "a", "term": one, "onset_month": at} for at, one in enumerate(terms)]
    where = store_of(tmp_path, patient=[{"patient_id": "a"}], adverse_event=events)
    store = opened(where)
    found = [row[0] for row in store.rows("SELECT term FROM adverse_event ORDER BY onset_month, term", {})]
    store.close()
    assert found[:3] == ["頭痛", "頭痛", "頭痛"]
    assert not {"なし", "none"} & set(found)
    goes_round(where, tmp_path)


def test_a_break_of_an_old_kind_within_a_cell_is_no_new_line(tmp_path: Path) -> None:
    events = [{"patient_id": "a", "term": "x; y", "category": "c\rd", "note": "0\r"}, {"patient_id": "a", "term": "z"}]
    where = store_of(tmp_path, patient=[{"patient_id": "a", "drug": "e\rf"}], adverse_event=events)
    written = goes_round(where, tmp_path)
    assert written["adverse_event.csv"].count(b"c d") == 2
    assert b"e f" in written["patient.csv"]


def test_events_that_only_their_file_told_apart_stay_two(tmp_path: Path) -> None:
    event = {"patient_id": "a", "term": "Acne", "onset_month": 1}
    events = [event | {"note": "left cheek"}, event | {"note": "back"}, event | {"note": "back"}]
    where = store_of(tmp_path, patient=[{"patient_id": "a"}], adverse_event=events)
    written = goes_round(where, tmp_path)
    assert [line.split(b",")[-1] for line in written["adverse_event.csv"].splitlines()] == [b"event_no", b"1", b"2"]


def test_what_a_mapping_gives_every_row_goes_round(tmp_path: Path) -> None:
    row = RowMapping(table="patient", columns=(("patient_id", "No"),), constants=(("site", " Kyo\nto "), ("drug", " ")))
    mapping = ImportMapping(sources=(SourceMapping(title="x", rows=(row,)),))
    where = store_of(tmp_path, mapping, x=[{"No": "1"}])
    assert b",Kyo to," in goes_round(where, tmp_path)["patient.csv"]


def test_two_centres_go_round_as_one_folder(tmp_path: Path) -> None:
    where = Location(tmp_path / "store")
    for site in ("Osaka", "京都"):
        folder = tmp_path / site
        folder.mkdir()
        (folder / "patient.csv").write_text("patient_id,sex\n1,F\n2,M\n")
        (folder / "visit.csv").write_text("patient_id,month,salt\n1,0,80\n2,3,40.5\n")
        bring_in([folder], CATALOGUE, where, ImportMapping(prefix=f"{site}-", site=site))
    written = goes_round(where, tmp_path)
    assert written["patient.csv"].count("京都".encode()) == 4  # two patients, each with prefix and site


def test_a_name_of_any_letters_goes_round(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "patient.csv").write_text("patient_id\n1\n")
    (folder / "about.toml").write_text(
        'name = "a \\"b\\" \\\\ \\n 患者 #"\nsynthetic = true\nreference = "x\\ty"\n', encoding="utf-8"
    )
    bring_in([folder], CATALOGUE, Location(tmp_path / "store"))
    goes_round(Location(tmp_path / "store"), tmp_path)


TEXT = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8))
NUMBER = st.one_of(st.just(""), st.floats(0, 100).map(repr), st.integers(0, 3).map(str))
IDS = st.one_of(st.sampled_from(["1", "01", "a", "A", "患者"]), TEXT)


def rows_of(**cells: st.SearchStrategy[str]) -> st.SearchStrategy[Sequence[dict[str, str]]]:
    """Up to five rows of a table with these columns beside the identifier."""
    return st.lists(st.fixed_dictionaries({"patient_id": IDS, **cells}), min_size=1, max_size=5)


SEX = st.sampled_from(["F", "M", "", "男"])
EVENT = {"term": TEXT, "category": TEXT, "onset_month": NUMBER, "end_month": NUMBER, "grade": NUMBER, "note": TEXT}


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    patient=rows_of(drug=TEXT, site=TEXT, age_years=NUMBER, sex=SEX, prior_jak_inhibitor=TEXT),
    visit=rows_of(month=NUMBER, salt=NUMBER, clinro_eyebrow=NUMBER),
    adverse_event=rows_of(**EVENT),
    lab=rows_of(month=NUMBER, test=st.one_of(TEXT, st.just("ALT")), value=NUMBER, unit=TEXT),
)
def test_any_small_tables_go_round(patient: Rows, visit: Rows, adverse_event: Rows, lab: Rows) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        whole = [{"patient_id": "sure", "drug": ""}, *patient]
        goes_round(store_of(folder, patient=whole, visit=visit, adverse_event=adverse_event, lab=lab), folder)


def test_a_folder_that_holds_something_is_left_alone(reference: CohortStore, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(RequestError, match="There are files"):
        write_folder(reference, tmp_path)
    with pytest.raises(RequestError, match="cannot be written"):
        write_folder(reference, tmp_path / "mine.txt" / "below")
    assert content(tmp_path) == {"mine.txt": b"x"}


def test_what_is_written_is_for_nobody_else_to_read(reference: CohortStore, tmp_path: Path) -> None:
    write_folder(reference, tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    assert not [path for path in (tmp_path / "out").glob("*.csv") if path.stat().st_mode & 0o077]


def test_the_command_line_writes_the_tables_and_says_which(
    reference_location: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(SETTING, f"duckdb:{reference_location.folder}")
    assert main(["export", "--tables", str(tmp_path / "out")]) == 0
    assert "patient.csv (86 rows), visit.csv (" in capsys.readouterr().out
    assert main(["export", "--tables", str(tmp_path / "out")]) == 2
    assert "There are files in 'out' already" in capsys.readouterr().err
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path / 'empty'}")
    assert main(["export", "--tables", str(tmp_path / "other")]) == 2


def test_a_table_that_was_given_empty_says_that_there_was_nothing_and_goes_round(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "patient.csv").write_text("patient_id,sex\na,F\n", encoding="utf-8")
    without = bring_in([tables], current(), Location(tmp_path / "without")).version
    (tables / "adverse_event.csv").write_text("patient_id,term\n", encoding="utf-8")
    empty = bring_in([tables], current(), Location(tmp_path / "given")).version
    assert (without.lacks("adverse_event"), empty.lacks("adverse_event"), empty.lacks("lab")) == (True, False, True)
    assert without.digest != empty.digest
    store = CohortStore(tmp_path / "given" / empty.file, current())
    assert write_folder(store, tmp_path / "out") == {"patient": 1, "adverse_event": 0}
    assert bring_in([tmp_path / "out"], current(), Location(tmp_path / "again")).version.digest == empty.digest
