"""A mapping seen column by column: nothing is lost on the way there and back, and a change says what it means."""

from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.column_uses import ColumnUse
from core.domain.mapping import RowMapping, SourceMapping
from core.ingest.column_uses import is_whole, source_mapping, uses_of
from core.ingest.files import ENDINGS, number_column, read_files
from core.ingest.redcap import is_dictionary
from core.ingest.suggest import suggested
from tests.building import REFERENCE

TESTS = Path(__file__).parents[2]
FOLDERS = (TESTS / "import_cases", TESTS / "redcap", TESTS / "cdisc", REFERENCE)
FILES = [
    path
    for folder in FOLDERS
    for path in sorted(folder.iterdir())
    if path.suffix in ENDINGS and not (path.suffix == ".csv" and is_dictionary(path))
]
WIDE = (
    ColumnUse(column="No", table="patient", variable="patient_id"),
    ColumnUse(column="性別", table="patient", variable="sex"),
    ColumnUse(column="before", table="visit", variable="salt", month="0"),
    ColumnUse(column="after", table="visit", variable="salt", month="3"),
    ColumnUse(column="GPT", table="lab", variable="value", month="3", test="ALT", unit="U/L"),
    ColumnUse(column="comment"),
)
NEW = SourceMapping(title="sheet", rows=())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_suggested_for_a_file_comes_back_whole(path: Path, tmp_path: Path) -> None:
    catalogue = current()
    for source in read_files([path], tmp_path, number_column(catalogue)):
        mapping = suggested(catalogue, [source]).sources[0]
        assert is_whole(catalogue, source.columns, mapping)


def test_columns_beside_each_other_become_a_row_a_month_and_a_row_a_test() -> None:
    made = source_mapping(current(), NEW, WIDE)
    assert [(row.table, row.columns, row.constants, row.spread) for row in made.rows] == [
        ("patient", (("patient_id", "No"), ("sex", "性別")), (), False),
        ("visit", (("patient_id", "No"), ("salt", "before")), (("month", "0"),), True),
        ("visit", (("patient_id", "No"), ("salt", "after")), (("month", "3"),), True),
        ("lab", (("patient_id", "No"), ("value", "GPT")), (("test", "ALT"), ("unit", "U/L"), ("month", "3")), True),
    ]
    assert uses_of([use.column for use in WIDE], made) == WIDE


def test_a_column_that_says_when_makes_every_row_a_visit_and_puts_patients_together() -> None:
    uses = (
        ColumnUse(column="No", table="patient", variable="patient_id"),
        ColumnUse(column="age", table="patient", variable="age_years"),
        ColumnUse(column="day", table="visit", variable="month as a date"),
        ColumnUse(column="score", table="visit", variable="salt"),
        ColumnUse(column="GPT", table="lab", variable="value", test="ALT"),
    )
    made = source_mapping(current(), NEW, uses)
    assert [(row.table, dict(row.columns), row.repeated) for row in made.rows] == [
        ("patient", {"patient_id": "No", "age_years": "age"}, True),
        ("visit", {"patient_id": "No", "month as a date": "day", "salt": "score"}, False),
        ("lab", {"patient_id": "No", "month as a date": "day", "value": "GPT"}, False),
    ]


def test_what_every_row_has_besides_stays_as_it_was() -> None:
    patient = RowMapping(table="patient", columns=(("patient_id", "No"),), constants=(("site", "Kyoto"),))
    before = SourceMapping(title="sheet", rows=(patient,))
    assert source_mapping(current(), before, WIDE).rows[0].constants == (("site", "Kyoto"),)


def test_two_columns_of_one_thing_and_no_column_of_patients_are_refused_in_words() -> None:
    twice = (*WIDE, ColumnUse(column="later", table="visit", variable="salt", month="3"))
    with pytest.raises(ValueError, match="after and later are taken as the same"):
        source_mapping(current(), NEW, twice)
    with pytest.raises(ValueError, match="No column is taken as the patient"):
        source_mapping(current(), NEW, WIDE[1:])


def test_a_mapping_that_a_line_a_column_cannot_say_is_known_as_one() -> None:
    one = RowMapping(table="adverse_event", columns=(("patient_id", "No"), ("term", "first")))
    other = RowMapping(table="adverse_event", columns=(("patient_id", "No"), ("term", "second")))
    assert not is_whole(current(), ["No", "first", "second"], SourceMapping(title="sheet", rows=(one, other)))
