"""Whatever a sheet looks like, nothing of it is lost without a word."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ingest.grid import Block, Grid, inside, trimmed
from core.ingest.headers import header_of
from core.ingest.lines import skipped_lines
from core.ingest.sheet_tables import table_of

ROOT = Path(__file__).resolve().parents[3]
PLAIN = [
    *(ROOT / "data" / "reference").glob("*.csv"),
    *(ROOT / "tests" / "redcap").glob("*.csv"),
    *(ROOT / "tests" / "import_cases").glob("m0[23679]*.csv"),
    ROOT / "tests" / "cdisc" / "adsl_values.csv",
]
TEXTS = st.sampled_from(["", "", "id", "sex", "0M", "82", "2022-01-03", "小計", "Total (n=2)", "平均", "※ note", "AA-001", "x"])
SIDE = st.integers(0, 7)
BLOCKS = st.lists(st.builds(Block, SIDE, SIDE, SIDE, SIDE), max_size=4)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=6), min_size=1, max_size=9), BLOCKS)
def test_every_line_is_header_or_row_or_told_and_every_cell_of_a_row_is_written(
    lines: list[list[str]], blocks: list[Block]
) -> None:
    grid = Grid(file="a", title="a", lines=trimmed(lines), merged=tuple(blocks))
    if not grid.lines:
        return
    with tempfile.TemporaryDirectory() as folder:
        table = table_of(grid, Path(folder) / "a.csv")
        with table.path.open(encoding="utf-8", newline="") as handle:
            header, *rows = list(csv.reader(handle))
    told = {one.row for one in table.told if one.severity == "note"}
    kept = {int(row[0]): row[1:] for row in rows}
    first = header_of(inside(grid))
    for number, line in enumerate(grid.lines, start=1):
        if any(line):
            places = (first.first <= number <= first.last, number in kept, number in told)
            assert sum(places) == 1
    assert all([text for text in kept[row] if text] == [text for text in grid.lines[row - 1] if text] for row in kept)
    assert header[1:] == list(table.columns)
    assert len(set(table.columns)) == len(table.columns)
    assert table.skipped == len(told)


@given(st.lists(st.lists(st.sampled_from(["a", "b", "1"]), min_size=4, max_size=4), max_size=5))
def test_a_plain_table_has_nothing_to_tell(rows: list[list[str]]) -> None:
    grid = Grid(file="a", title="a", lines=trimmed([["id", "sex", "age", "score"], *rows]))
    assert not skipped_lines(grid, header_of(grid))


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.name)
def test_a_table_of_a_real_project_keeps_all_its_rows_and_columns(path: Path, tmp_path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        header, *lines = [[cell.strip() for cell in line] for line in csv.reader(handle)]
    table = table_of(Grid(file=path.name, title=path.stem, lines=trimmed([header, *lines])), tmp_path / "a.csv")
    with table.path.open(encoding="utf-8", newline="") as handle:
        assert [row[1:] for row in csv.reader(handle)] == [header, *lines]
    assert not table.told
