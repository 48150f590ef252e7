"""Pseudonyms and moved dates: the same for a patient in every import, and nothing of what they stand for in any file."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.catalogue import current
from core.domain.errors import DataError
from core.domain.provenance import About
from core.store import pseudonyms
from core.store.location import Location
from core.store.parts import Part
from core.store.pseudonyms import KEY, days_back, key_of, pseudonym
from core.store.publish import Published, publish

Write = Callable[..., Path]
GUARDED = About(name="One", pseudonyms=True, dates_shifted=True)
MANY = [
    {
        "patient_id": f"QZX-{at:05d}",
        "sex": "F",
        "age_years as a date": f"19{50 + at % 40}-03-{1 + at % 27:02d}",
        "start_date": f"2022-{1 + at % 12:02d}-15",
        "duration_years as a date": f"201{at % 10}-05-0{1 + at % 9}",
    }
    for at in range(3000)
]
SEEN = [{"patient_id": one["patient_id"].lower(), "month": m, "salt": 50} for one in MANY for m in range(45)]


@pytest.fixture
def where(tmp_path: Path) -> Location:
    return Location(tmp_path / "store")


def published(folder: Path, where: Location, about: About) -> Published:
    return publish(where, current(), [part(path) for path in sorted(folder.glob("*.csv"))], about)


def part(path: Path) -> Part:
    header = tuple(path.read_text().splitlines()[0].split(","))
    return Part(table=path.stem, path=path, file=path.name, header=header, columns=tuple((name, name) for name in header))


def asked(where: Location, found: Published, question: str) -> list[Any]:
    with duckdb.connect(str(where.folder / found.version.file), read_only=True) as con:
        return con.execute(question).fetchall()


def test_no_byte_of_an_identifier_or_of_a_day_is_left_in_any_file(write_tables: Write, where: Location) -> None:
    found = published(write_tables(patient=MANY, visit=SEEN), where, GUARDED)
    left = [path for path in where.folder.rglob("*") if path.is_file()]
    assert sorted(path.name for path in left) == [".lock", "CURRENT", found.version.file, "history.jsonl", KEY]
    for path in left:
        content = path.read_bytes().lower()
        assert b"qzx-0" not in content, path
        assert b"-03-1" not in content, path
    assert found.version.patients == 3000
    assert found.version.visits == 135_000


def test_a_patient_has_the_same_pseudonym_in_every_import_whatever_the_spelling(write_tables: Write, where: Location) -> None:
    first = published(write_tables(patient=[{"patient_id": "Ab-1"}, {"patient_id": "B"}]), where, GUARDED)
    names = {row[0] for row in asked(where, first, "SELECT patient_id FROM patient")}
    again = published(write_tables(patient=[{"patient_id": "c"}, {"patient_id": "aB-1"}, {"patient_id": "b"}]), where, GUARDED)
    later = {row[0] for row in asked(where, again, "SELECT patient_id FROM patient")}
    assert len(later - names) == 1
    assert names < later
    assert all(len(name) == 14 and name.startswith("P-") for name in later)


def test_tables_are_still_linked_and_their_patients_called_alike(write_tables: Write, where: Location) -> None:
    visits = [{"patient_id": "a", "month": 0, "salt": 80}, {"patient_id": "B", "month": 0, "salt": 60}]
    found = published(write_tables(patient=[{"patient_id": "A"}, {"patient_id": "b"}], visit=visits), where, GUARDED)
    linked = "SELECT v.salt, v.patient_id = p.patient_id FROM visit v JOIN patient p USING (patient_no) ORDER BY 1"
    assert asked(where, found, linked) == [(60, True), (80, True)]


def test_dates_move_by_the_days_of_their_patient_and_what_is_counted_from_them_stays(
    write_tables: Write, tmp_path: Path
) -> None:
    folder = write_tables(patient=MANY[:50], visit=SEEN[:2250])
    plain, moved = Location(tmp_path / "plain"), Location(tmp_path / "moved")
    one = published(folder, plain, About(name="One"))
    other = published(folder, moved, About(name="One", dates_shifted=True))
    key, dates = key_of(moved), "SELECT patient_id, start_date FROM patient ORDER BY 1"
    before, after = asked(plain, one, dates), asked(moved, other, dates)
    days = [(old[1] - new[1]).days for old, new in zip(before, after, strict=True)]
    assert days == [days_back(key, old[0]) for old in before]
    assert min(days) >= 1 and max(days) <= 365 and len(set(days)) > 20
    for table in ("patient", "cohort"):
        rest = f"SELECT * EXCLUDE start_date FROM {table} ORDER BY ALL"
        assert asked(plain, one, rest) == asked(moved, other, rest)
    assert asked(plain, one, "SELECT * FROM visit ORDER BY ALL") == asked(moved, other, "SELECT * FROM visit ORDER BY ALL")
    assert other.version.dates_shifted and not other.version.pseudonyms and not one.version.dates_shifted


def test_findings_name_a_patient_as_the_clinic_does(write_tables: Write, where: Location) -> None:
    rows = [{"patient_id": "A-1"}, {"patient_id": "A-2"}]
    folder = write_tables(patient=rows, visit=[{"patient_id": "A-9", "month": 0, "salt": 80}])
    assert "A-9" in [one.found for one in published(folder, where, GUARDED).findings]


def test_the_key_is_made_once_and_for_the_owner_alone(where: Location) -> None:
    where.folder.mkdir()
    key = key_of(where)
    assert key_of(where) == key
    assert len(key) == 32
    assert stat.S_IMODE((where.folder / KEY).stat().st_mode) == 0o600


def test_a_damaged_key_stops_the_import_and_is_not_replaced(write_tables: Write, where: Location) -> None:
    where.folder.mkdir()
    (where.folder / KEY).write_text("half")
    with pytest.raises(DataError, match=r"identifiers\.key in the folder of the store holds no key"):
        published(write_tables(patient=[{"patient_id": "a"}]), where, GUARDED)
    assert (where.folder / KEY).read_text() == "half"
    assert not list(where.folder.glob(".building-*"))


def test_two_patients_of_one_pseudonym_are_refused(
    write_tables: Write, where: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pseudonyms, "LETTERS", 1)
    with pytest.raises(DataError, match="two patients would have the same pseudonym"):
        published(write_tables(patient=MANY[:33]), where, GUARDED)


@pytest.mark.parametrize(
    ("patient", "name", "refused"),
    [
        ("AA-00123", "aa-00123", True),
        ("AA-00123", "Visits of AA-00123, 2023", True),
        ("AA-00123", "AA-001234", False),
        ("2023", "Export 2023", False),  # a year, or a short number
    ],
)
def test_the_identifier_of_a_patient_is_in_no_name_that_is_kept(
    write_tables: Write, where: Location, patient: str, name: str, refused: bool
) -> None:
    folder, about = write_tables(patient=[{"patient_id": patient}]), About(name=name, pseudonyms=True)
    if refused:
        with pytest.raises(DataError, match="holds the identifier of a patient"):
            published(folder, where, about)
    else:
        assert published(folder, where, about).version.patients == 1


def test_pseudonym_and_days_follow_from_the_key() -> None:
    # made with: printf 'patient:aa-001' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00..00 -binary | base32 | cut -c1-12
    key = bytes(32)
    assert pseudonym(key, "AA-001") == pseudonym(key, "aa-001")
    assert pseudonym(key, "AA-001") == "P-63SBLNFGCZMQ"
    assert pseudonym(key, "AA-001") != pseudonym(bytes([1]) * 32, "AA-001")
    spread = [days_back(key, f"{at}") for at in range(20_000)]
    assert (min(spread), max(spread)) == (1, 365)
