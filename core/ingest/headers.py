"""Where the header of a sheet is: below titles and blank lines, in one line or in several whose cells are merged or spaced."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.ingest.grid import Block, Grid

LOOKED_AT = 50  # lines at the top in which a header may begin
TITLE = 2  # texts that a title of a text file has at most, such as the date beside it
TALLEST = 3  # lines of one header
NUMERIC = re.compile(r"[\d\s.,/:%()年月日-]+")  # a number, a date, and no name of a column


@dataclass(frozen=True, slots=True)
class Header:
    """The lines of a header, counted from 1, and the name of each column; an empty one where it has none.

    `own` are the names without those of groups, where a header has several lines.
    """

    first: int
    last: int
    names: tuple[str, ...]
    own: tuple[str, ...] = ()

    def labels(self, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """The columns, of these names in their order, with their name without that of a group, where that is another one."""
        return tuple((name, own) for name, own in zip(names, self.own, strict=False) if own and name and own != name)


def header_of(grid: Grid) -> Header:
    """The first line that names most of the columns, with a line of groups above it and the lines that it spans."""
    return header_at(grid, _first(grid))


def header_at(grid: Grid, named: int) -> Header:
    """The header that a line of names belongs to, with a line of groups above it and the lines that it spans.

    In a header of several lines each name is joined to the group above it by "_": SCORE_3M.
    """
    first = named - 1 if named > 1 and _is_groups(grid, named - 1) else named
    last = _last(grid, first)
    if last < named:  # what stands above names no groups of it
        first, last = named, _last(grid, named)
    return header_between(grid, first, last)


def header_between(grid: Grid, first: int, last: int) -> Header:
    """The header that stands in these lines."""
    parts = _parts(grid, first, last)
    own = tuple(one[-1] if one else "" for one in parts) if last > first else ()
    return Header(first, last, tuple(map(_joined, parts)), own)


def names_row(lines: Sequence[Sequence[str]]) -> int:
    """The number of the row of a text file that names the columns.

    That is the first, unless it is a title, with one or two texts over a table of at least twice as many columns; then the
    first that has a word over most of them, if there is one.
    """
    rows = [[cell for cell in cells if cell] for cells in lines]
    width = max(map(len, rows), default=0)
    if len(rows[0]) > TITLE or 2 * len(rows[0]) > width or width <= TITLE:
        return 1
    named = (
        at for at, cells in enumerate(rows, start=1) if 4 * len(cells) >= 3 * width and not any(map(NUMERIC.fullmatch, cells))
    )
    return next(named, 1)


def _first(grid: Grid) -> int:
    """A title has one text; a date or a department beside it names too few columns."""
    width = max(_filled(line) for line in grid.lines)
    for row, line in enumerate(grid.lines[:LOOKED_AT], start=1):
        texts = {text for text in line if text}
        shown = len(_heads(grid, row))
        words = not any(NUMERIC.fullmatch(text) for text in texts)
        if (len(texts) > 1 or width == 1) and (4 * shown >= 3 * width or (words and 2 * shown >= width)):
            return row
    return next(row for row, line in enumerate(grid.lines, start=1) if any(line))


def _filled(line: Sequence[str]) -> int:
    return sum(map(bool, line))


def _heads(grid: Grid, row: int) -> dict[int, str]:
    """The text that a line shows over each column, over all columns of a merged cell."""
    shown = {at: text for at, text in enumerate(grid.lines[row - 1], start=1) if text}
    for block in _blocks(grid, row):
        if block.left in shown:
            shown |= dict.fromkeys(range(block.left, block.right + 1), shown[block.left])
    return shown


def _blocks(grid: Grid, row: int) -> list[Block]:
    """The merged cells that begin in a line, but for a title over the whole width."""
    width = len(grid.lines[0])
    return [one for one in grid.merged if one.top == row and not (one.left == 1 and one.right >= width > 1)]


def _is_groups(grid: Grid, row: int) -> bool:
    """True where a line names groups of the columns below it: nothing over the first one, words over some of the others."""
    texts = [text for text in grid.lines[row - 1] if text]
    if not texts or grid.lines[row - 1][0] or any(NUMERIC.fullmatch(text) for text in texts):
        return False
    return len(texts) > 1 or any(one.right > one.left for one in _blocks(grid, row))


def _last(grid: Grid, first: int) -> int:
    bottom = max((one.bottom for one in _blocks(grid, first)), default=first)
    if bottom == first and first < len(grid.lines) and _is_continued(grid, first):
        bottom = first + 1
    return min(bottom, first + TALLEST - 1, len(grid.lines))


def _is_continued(grid: Grid, row: int) -> bool:
    """True where the next line names the columns of each group, and no column that is named alone.

    Where every column is of a group there must be several, and no number below them: it may be the first row of the table.
    """
    groups = _groups(grid, row)
    own, below = grid.lines[row - 1], grid.lines[row]
    spread = {at for group in groups if len(group) > 1 for at in group}
    alone = [at for at in range(1, len(own) + 1) if at not in spread]
    if not alone and (len(groups) == 1 or any(map(NUMERIC.fullmatch, below))):
        return False
    return bool(spread) and all(below[at - 1] for at in spread) and not any(own[at - 1] and below[at - 1] for at in alone)


def _groups(grid: Grid, row: int) -> list[range]:
    """The columns under each text of a line: those of its merged cells, or where none are merged those up to the next text
    that have a name below."""
    merged = [range(one.left, one.right + 1) for one in _blocks(grid, row) if one.right > one.left]
    if merged:
        return merged
    line, below = grid.lines[row - 1], grid.lines[row]
    found = []
    for at, text in enumerate(line, start=1):
        if text:
            end = at + 1
            while end <= len(line) and not line[end - 1] and below[end - 1]:
                end += 1
            found.append(range(at, end))
    return found


def _joined(parts: Sequence[str]) -> str:
    """The name of a column behind those of its groups; one that begins with that of its group has it already."""
    name = ""
    for part in parts:
        name = part if not name or part.casefold().startswith(name.casefold()) else f"{name}_{part}"
    return name


def _parts(grid: Grid, first: int, last: int) -> list[list[str]]:
    """The names of the groups over each column, and its own."""
    parts: list[list[str]] = [[] for _ in grid.lines[0]]
    for row in range(first, last + 1):
        over = _heads(grid, row)
        if row < last:
            over |= {at: grid.lines[row - 1][group[0] - 1] for group in _groups(grid, row) for at in group}
        for at, text in over.items():
            if text and text not in parts[at - 1][-1:]:
                parts[at - 1].append(text)
    return parts
