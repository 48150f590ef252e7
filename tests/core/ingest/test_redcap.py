"""A data dictionary of REDCap says what the codes of an export mean, and the labels stand in their place."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.errors import DataError
from core.ingest.redcap import Dictionary, Field, box, is_dictionary, read_dictionary
from core.ingest.redcap_labels import labelled
from core.ingest.source import SourceTable

REDCAP = Path(__file__).resolve().parents[2] / "redcap"
LONGITUDINAL = REDCAP / "longitudinal.dictionary.csv"


def table(path: Path) -> SourceTable:
    with path.open(encoding="utf-8", newline="") as handle:
        return SourceTable(file=path.name, title=path.stem, path=path, columns=tuple(next(csv.reader(handle))))


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture
def export(tmp_path: Path) -> Callable[[str], SourceTable]:
    def save(text: str) -> SourceTable:
        (tmp_path / "data.csv").write_text(text, encoding="utf-8")
        return table(tmp_path / "data.csv")

    return save


def dictionary(**choices: tuple[tuple[str, str], ...]) -> Dictionary:
    return Dictionary(
        tuple(Field(name=name, label=name.upper(), form="f", kind="radio", choices=pairs) for name, pairs in choices.items())
    )


def test_a_dictionary_is_told_from_data() -> None:
    assert is_dictionary(LONGITUDINAL)
    assert is_dictionary(REDCAP / "repeating-instruments.dictionary.csv")
    assert not is_dictionary(REDCAP / "longitudinal.data.csv")
    assert not is_dictionary(REDCAP / "missing.csv")


def test_fields_have_their_labels_codes_checks_and_identifiers() -> None:
    found = read_dictionary(LONGITUDINAL)
    assert found.labels()["sex"] == "Gender"
    assert found.levels()["sex"] == {"0": "Female", "1": "Male"}
    assert found.levels()["given_birth"] == {"1": "Yes", "0": "No"}
    assert found.levels()["cpq6"]["1"] == "99-75 percent"
    assert found.levels()["demographics_complete"]["2"] == "Complete"
    assert found.boxes()["gym"] == {"0": "Monday", "1": "Tuesday", "2": "Wednesday", "3": "Thursday", "4": "Friday"}
    assert not {"gym", "bmi", "specify_mood"} & set(found.levels())
    assert found.identifiers()[:3] == ("first_name", "last_name", "telephone_1")
    assert {one.name: one.validation for one in found.fields}["dob"] == "date_ymd"


def test_the_form_of_the_interface_for_programs_is_read_alike(tmp_path: Path) -> None:
    lines = [
        "field_name,form_name,field_type,field_label,select_choices_or_calculations,identifier",
        'sex,f,radio,"<b>Sex</b>","1, Male | 2, Female, or other | A, ",',
        "ok,f,truefalse,OK?,,y",
    ]
    (tmp_path / "meta.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    assert is_dictionary(tmp_path / "meta.csv")
    found = read_dictionary(tmp_path / "meta.csv")
    assert found.labels() == {"sex": "Sex", "ok": "OK?", "f_complete": "Complete?"}
    assert found.levels()["sex"] == {"1": "Male", "2": "Female, or other"}
    assert found.levels()["ok"] == {"1": "True", "0": "False"}
    assert found.identifiers() == ("ok",)


@pytest.mark.parametrize("name", ["longitudinal", "repeating-instruments"])
def test_a_raw_export_gets_labels_and_keeps_everything_else(name: str, tmp_path: Path) -> None:
    found = read_dictionary(REDCAP / f"{name}.dictionary.csv")
    raw = table(REDCAP / f"{name}.data.csv")
    made = labelled(raw, found, tmp_path)
    before, after = records(raw.path), records(made.path)
    levels = found.levels()
    assert made.columns == raw.columns
    assert len(after) == len(before) > 0
    for old, new in zip(before, after, strict=True):
        assert new == {column: levels.get(column, {}).get(text, text) for column, text in old.items()}
    assert {one["sex"] for one in after} == {"", "Female", "Male"}
    assert [one.severity for one in made.told] == ["note"]


def test_a_labelled_export_stays_as_it_is(tmp_path: Path) -> None:
    found = read_dictionary(LONGITUDINAL)
    once = labelled(table(REDCAP / "longitudinal.data.csv"), found, tmp_path)
    twice = labelled(table(once.path), found, tmp_path)
    assert twice.path.read_text(encoding="utf-8") == once.path.read_text(encoding="utf-8")


def test_labels_that_look_like_other_codes_are_not_taken_for_codes(
    export: Callable[[str], SourceTable], tmp_path: Path
) -> None:
    shifted = dictionary(score=(("1", "0"), ("2", "1")), sex=(("1", "F"), ("2", "M")))
    raw = labelled(export("score,sex\n1,1\n2,2\n"), shifted, tmp_path)
    assert records(raw.path) == [{"score": "0", "sex": "F"}, {"score": "1", "sex": "M"}]
    labels = "score,sex\n0,F\n1,M\n"
    assert labelled(export(labels), shifted, tmp_path).path.read_text(encoding="utf-8") == labels
    only_one = "score,sex\n1,F\n1,M\n"
    assert labelled(export(only_one), shifted, tmp_path).path.read_text(encoding="utf-8") == only_one


def test_a_text_that_is_no_code_stays_and_is_told(export: Callable[[str], SourceTable], tmp_path: Path) -> None:
    made = labelled(export("sex\n1\n9\n\nF\n"), dictionary(sex=(("1", "F"), ("2", "M"))), tmp_path)
    assert [one["sex"] for one in records(made.path)] == ["F", "9", "F"]
    warning = made.told[0]
    assert (warning.severity, warning.column, warning.found) == ("warning", "sex", "9")


def test_columns_named_by_labels_and_ticks_in_words_are_understood(
    export: Callable[[str], SourceTable], tmp_path: Path
) -> None:
    found = read_dictionary(LONGITUDINAL)
    made = labelled(
        export("Study ID,Gender,Gym (Weight Training) (choice=Monday)\n1,Male,Checked\n2,1,Unchecked\n"), found, tmp_path
    )
    assert [list(one.values()) for one in records(made.path)] == [["1", "Male", "1"], ["2", "Male", "0"]]
    assert made.columns == ("Study ID", "Gender", "Gym (Weight Training) (choice=Monday)")


def test_a_tick_of_an_odd_code_has_the_column_that_redcap_gives_it() -> None:
    assert (box("gym", "2"), box("gym", "-1"), box("gym", "AB")) == ("gym___2", "gym____1", "gym___ab")


@pytest.mark.parametrize("content", ["", "id,age\n1,2\n", '"Variable / Field Name\n'])
def test_what_is_no_dictionary_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text(content, encoding="utf-8")
    assert not is_dictionary(tmp_path / "meta.csv")
    with pytest.raises(DataError):
        read_dictionary(tmp_path / "meta.csv")


def test_a_field_described_twice_is_refused(tmp_path: Path) -> None:
    text = "field_name,field_type,select_choices_or_calculations\nsex,radio,\nsex,radio,\n"
    (tmp_path / "meta.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="the field sex is described 2 times"):
        read_dictionary(tmp_path / "meta.csv")
