"""A table of plain text from a sheet that people look at: its header found, its subtotals and footnotes left out and told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from core.domain.problems import SHOWN, Problem
from core.ingest.findings import refused, skipped_line, warning
from core.ingest.grid import Grid, inside, letters
from core.ingest.headers import Header, header_of
from core.ingest.lines import BLANK, skipped_lines
from core.ingest.source import SourceTable, write_numbered

LONGEST_NAME = 150  # bytes of a file's name


def sheet_file(path: Path, title: str) -> str:
    """How readers know a sheet: clinic.xlsx, sheet Patients."""
    return f"{path.name}, sheet {title}"


def tables_of(path: Path, folder: Path, grids: Iterable[Grid], told: tuple[Problem, ...] = ()) -> tuple[SourceTable, ...]:
    """A table of every sheet that has cells; the first one tells what is `told` of the workbook. DataError where none has."""
    tables: list[SourceTable] = []
    short = path.name.encode()[:LONGEST_NAME].decode(errors="ignore")
    for number, grid in enumerate(grids, start=1):
        if grid.lines:
            tables.append(table_of(grid, folder / f"{short}, sheet {number}.csv"))
    if not tables:
        raise refused(path.name, "no sheet has a cell with a value", "Choose the workbook that holds the patients' data.")
    tables[0] = replace(tables[0], told=(*told, *tables[0].told))
    return tuple(tables)


def table_of(grid: Grid, path: Path) -> SourceTable:
    """The table of a sheet that has cells, written to `path` with the rows' numbers.

    Told are each line that is no row, each cell that is emptied or was merged, and what cannot be read: colours, hidden rows.
    """
    grid = inside(grid)
    header = header_of(grid)
    skipped = skipped_lines(grid, header)
    rows = [row for row in range(header.last + 1, len(grid.lines) + 1) if row not in skipped and any(grid.lines[row - 1])]
    places, names = _columns(grid, header, rows)
    write_numbered(path, names, ((row, [grid.lines[row - 1][at - 1] for at in places]) for row in rows))
    columns = dict(zip(places, names, strict=True))
    own = replace(header, own=tuple(header.own[at - 1] for at in places) if header.own else ())
    told = [
        *_renamed(grid, header, columns),
        *(_skip(grid, row, why) for row, why in sorted(skipped.items())),
        *_emptied(grid, header, columns, skipped),
        *_merged(grid, columns, set(rows)),
        *_coloured(grid, columns, set(rows)),
        *_hidden(grid, rows),
    ]
    return SourceTable(
        file=grid.file,
        title=grid.title,
        path=path,
        columns=tuple(names),
        numbered=True,
        told=tuple(shortened(told)),
        labels=own.labels(names),
        skipped=len(skipped),
    )


def shortened(told: Iterable[Problem]) -> Iterator[Problem]:
    """The first SHOWN problems of each kind, and how many more there are. A kind is what a rule says up to its comma."""
    count: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], Problem] = {}
    for one in told:
        kind = (one.severity, one.rule.partition(",")[0])
        count[kind] += 1
        last[kind] = one
        if count[kind] <= SHOWN:
            yield one
    for (severity, rule), n in count.items():
        if n > SHOWN:
            one = last[severity, rule]
            more = f"{n - SHOWN:,} more of this kind: {rule}"
            yield Problem(file=one.file, row=None, column=None, found=None, rule=more, remedy=one.remedy, severity=one.severity)


def _columns(grid: Grid, header: Header, rows: Sequence[int]) -> tuple[list[int], list[str]]:
    """The columns that have a name or a value, each under a name of its own."""
    places = [at for at, name in enumerate(header.names, start=1) if name or any(grid.lines[row - 1][at - 1] for row in rows)]
    names: list[str] = []
    for at in places:
        name = header.names[at - 1]
        alone = name and name not in names
        names.append(name if alone else f"{name} (column {letters(at)})" if name else f"column {letters(at)}")
    return places, names


def _renamed(grid: Grid, header: Header, columns: dict[int, str]) -> Iterator[Problem]:
    for at, name in columns.items():
        given = header.names[at - 1]
        if name != given:
            why = "two columns have this name" if given else "a column without a name"
            remedy = "Give each column a name of its own."
            yield warning(grid.file, header.last, given or None, f"{why}, called {name} here", remedy)


def _skip(grid: Grid, row: int, why: str) -> Problem:
    return skipped_line(grid.file, row, next((text for text in grid.lines[row - 1] if text), ""), why)


def _emptied(grid: Grid, header: Header, columns: dict[int, str], skipped: dict[int, str]) -> Iterator[Problem]:
    """Cells that are not what they show, but for those of titles and subtotals."""
    for one in grid.doubts:
        if one.row >= header.first and skipped.get(one.row, BLANK) == BLANK:
            yield Problem(
                file=grid.file,
                row=one.row,
                column=columns.get(one.column, letters(one.column)),
                found=one.found,
                rule=one.rule,
                remedy=one.remedy,
                severity="emptied",
            )


def _merged(grid: Grid, columns: dict[int, str], rows: set[int]) -> Iterator[Problem]:
    """Cells that show the value of another one: they are left empty, since nobody wrote it there."""
    for block in grid.merged:
        for row in range(block.top, block.bottom + 1):
            for at in range(block.left, block.right + 1):
                if row in rows and at in columns and (row, at) != (block.top, block.left):
                    yield Problem(
                        file=grid.file,
                        row=row,
                        column=columns[at],
                        found=block.name,
                        rule="merged cells: the value stands in the first one only, and this one is taken as empty",
                        remedy="Unmerge them and enter each row's own value.",
                        severity="warning",
                    )


def _coloured(grid: Grid, columns: dict[int, str], rows: set[int]) -> Iterator[Problem]:
    cells = sorted((row, at) for row, at in grid.coloured if row in rows and at in columns)
    if cells:
        row, at = cells[0]
        yield Problem(
            file=grid.file,
            row=row,
            column=columns[at],
            found=f"{letters(at)}{row}",
            rule=f"coloured cells, {len(cells):,} in all: colours are not read",
            remedy="If a colour means something, write it into a column of its own.",
            severity="warning",
        )


def _hidden(grid: Grid, rows: Sequence[int]) -> Iterator[Problem]:
    """Rows that nobody sees are read like all others."""
    unseen = sorted(set(grid.hidden_rows) & set(rows))
    if unseen or grid.hidden:
        what = f"{len(unseen):,} hidden rows, the first is row {unseen[0]}" if unseen else "a hidden sheet"
        remedy = "They were imported like all others. Delete them if they do not count."
        yield warning(grid.file, None, grid.title, what, remedy)
