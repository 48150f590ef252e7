"""The header of a sheet is found below titles, in one line or several, and what is no row of the table is left out."""

import pytest

from core.ingest.grid import Block, Grid, letters, trimmed
from core.ingest.headers import header_of
from core.ingest.lines import skipped_lines

FULL = ["AA-001", "F", "34", "82"]


def grid(*lines: list[str], merged: tuple[Block, ...] = ()) -> Grid:
    return Grid(file="clinic.xlsx, sheet Patients", title="Patients", lines=trimmed(list(lines)), merged=merged)


def header(*lines: list[str], merged: tuple[Block, ...] = ()) -> tuple[int, int, tuple[str, ...]]:
    found = header_of(grid(*lines, merged=merged))
    return found.first, found.last, found.names


def skipped(*lines: list[str], merged: tuple[Block, ...] = ()) -> dict[int, str]:
    one = grid(*lines, merged=merged)
    return skipped_lines(one, header_of(one))


def test_a_plain_sheet_begins_with_its_header() -> None:
    assert header(["id", "sex", "age", "m0"], FULL) == (1, 1, ("id", "sex", "age", "m0"))
    assert header(["id"], ["AA-001"]) == (1, 1, ("id",))
    assert header(["id", "0", "3", "6"], FULL) == (1, 1, ("id", "0", "3", "6"))


def test_titles_dates_and_blank_lines_above_a_header_are_passed_over() -> None:
    names = ["id", "sex", "age", "m0"]
    assert header(["Patients of our clinic"], ["made on", "2023-08-01"], [""], names, FULL)[0] == 4
    assert skipped(["Patients"], ["made on", "2023-08-01"], [""], names, FULL) == {
        1: "a title above the table",
        2: "a title above the table",
        3: "a blank line",
    }


def test_a_title_merged_over_the_table_is_no_header() -> None:
    names = ["id", "sex", "age", "m0"]
    assert header(["Patients"], names, FULL, merged=(Block(1, 1, 1, 4),))[0] == 2


def test_merged_groups_and_their_columns_make_one_name() -> None:
    lines = (["id", "sex", "score", ""], ["", "", "0M", "3M"], FULL)
    merged = (Block(1, 1, 2, 1), Block(1, 2, 2, 2), Block(1, 3, 1, 4))
    assert header(*lines, merged=merged) == (1, 2, ("id", "sex", "score_0M", "score_3M"))
    assert header(*lines, merged=merged[2:]) == (1, 2, ("id", "sex", "score_0M", "score_3M"))
    assert header(*lines) == (1, 2, ("id", "sex", "score_0M", "score_3M"))


def test_groups_over_a_whole_header_are_joined_to_it() -> None:
    names = ["id", "sex", "0M", "3M", "0M", "3M"]
    full = ["AA-001", "F", "1", "2", "3", "4"]
    wanted = (1, 2, ("id", "sex", "score_0M", "score_3M", "ALT_0M", "ALT_3M"))
    groups = ["", "", "score", "", "ALT", ""]
    assert header(groups, names, full) == wanted
    assert header(groups, names, full, merged=(Block(1, 3, 1, 4), Block(1, 5, 1, 6))) == wanted
    one = (["", "", "score", ""], ["id", "sex", "0M", "3M"], FULL)
    assert header(*one, merged=(Block(1, 3, 1, 4),)) == (1, 2, ("id", "sex", "score_0M", "score_3M"))


def test_three_lines_of_a_header_are_joined() -> None:
    lines = (["id", "labs", "", ""], ["", "ALT", "", "CK"], ["", "0M", "3M", "0M"], FULL)
    merged = (Block(1, 1, 3, 1), Block(1, 2, 1, 4), Block(2, 2, 2, 3))
    assert header(*lines, merged=merged) == (1, 3, ("id", "labs_ALT_0M", "labs_ALT_3M", "labs_CK_0M"))


def test_a_column_without_a_name_does_not_make_its_values_a_header() -> None:
    assert header(["id", "sex", "age", ""], FULL, FULL) == (1, 1, ("id", "sex", "age", ""))


@pytest.mark.parametrize("word", ["小計", "小計(女)", "合計", "計", "Total", "Sub-total (women)", "ＴＯＴＡＬ", "合計12名"])
def test_a_subtotal_is_no_row(word: str) -> None:
    names = ["no", "id", "age", "m0"]
    assert skipped(names, FULL, ["", word, "33", "1"], FULL) == {3: "a subtotal line"}
    assert skipped(names, FULL, [word, "", "33", "1"], FULL) == {3: "a subtotal line"}


@pytest.mark.parametrize("word", ["平均", "Mean ± SD", "average", "中央値", "SD"])
def test_a_mean_is_no_row(word: str) -> None:
    assert skipped(["no", "id", "age", "m0"], FULL, ["", word, "33", "1"]) == {
        3: "a line of means or other figures of the rows"
    }


@pytest.mark.parametrize("word", ["total-01", "SD-001", "Meanwell", "計画", "Totalis", "平均的"])
def test_an_identifier_or_a_word_that_begins_alike_is_a_row(word: str) -> None:
    assert not skipped(["id", "kind", "age", "m0"], FULL, [word, "a", "33", "1"], FULL)


def test_a_word_for_a_total_behind_an_identifier_is_a_value() -> None:
    assert not skipped(["id", "kind", "age", "m0"], ["AA-001", "total", "33", "1"])


def test_notes_behind_a_table_are_no_rows_but_an_identifier_without_values_is() -> None:
    names = ["id", "kind", "age", "m0"]
    assert not skipped(names, FULL, ["AA-002"])
    assert skipped(names, FULL, ["※ yellow: stopped"]) == {3: "a footnote"}
    assert skipped(names, FULL, [""], ["yellow: stopped"]) == {4: "a line behind the table with one cell only"}
    assert skipped(names, FULL, ["", "", "", "checked by KT"]) == {3: "a line behind the table with one cell only"}


def test_blank_lines_headings_and_headers_within_a_table_are_no_rows() -> None:
    names = ["id", "kind", "age", "m0"]
    found = skipped(names, FULL, [""], ["Women"], names, FULL, merged=(Block(4, 1, 4, 4),))
    assert found == {3: "a blank line", 4: "a heading within the table", 5: "the header once more"}


def test_columns_are_named_as_in_a_spreadsheet() -> None:
    assert [letters(at) for at in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_name_that_begins_with_that_of_its_group_has_it_already() -> None:
    lines = ["id", "sex", "SALT", ""], ["", "", "SALT_0M", "salt 3M"], FULL
    assert header(*lines, merged=(Block(1, 3, 1, 4),)) == (1, 2, ("id", "sex", "SALT_0M", "salt 3M"))


def test_names_without_their_group_are_kept_beside_them() -> None:
    found = header_of(grid(["id", "sex", "course", ""], ["", "", "SALT_0M", "SALT_3M"], FULL, merged=(Block(1, 3, 1, 4),)))
    assert found.names == ("id", "sex", "course_SALT_0M", "course_SALT_3M")
    assert found.labels(found.names) == (("course_SALT_0M", "SALT_0M"), ("course_SALT_3M", "SALT_3M"))
    assert header_of(grid(["id", "sex"], ["a", "F"])).labels(("id", "sex")) == ()
