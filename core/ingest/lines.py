"""Which lines of a sheet are no rows of its table: titles, blank lines, subtotals, means, footnotes."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from core.ingest.grid import Block, Grid
from core.ingest.headers import NUMERIC, Header

NARROW = 2  # columns of a table in which a cell that stands alone is nothing special
BLANK, AGAIN = "a blank line", "the header once more"
FIGURES = ("a subtotal line", "a line of means or other figures of the rows")
FIRST_COLUMNS = 3  # in which the word for a subtotal or a mean stands
_BEHIND = r"(?:[\s\d(:=±,/、].*)?"
_APART = r"(?:[\s(:=±,/、].*)?"  # SUM001 is somebody
_TOTAL = re.compile(
    rf"(?:小計|合計|総計|累計){_BEHIND}|(?:sub[- ]?total|grand total|total|sum){_APART}|計|n\s*[=:]\s*\d+", re.DOTALL
)
_MEAN = re.compile(
    rf"(?:平均値?|中央値|標準偏差){_BEHIND}|(?:mean|average|median){_APART}|sd|min|max|最小値?|最大値?", re.DOTALL
)
_NOTE = re.compile(r"(?:※|\*|†|‡|注[)）:：\d]|注釈|note[s:]|remark)", re.IGNORECASE)


def skipped_lines(grid: Grid, header: Header) -> dict[int, str]:
    """Why a line is no row of the table, by its number. Blank lines behind the table are not among them."""
    above = {row: "a title above the table" if any(grid.lines[row - 1]) else BLANK for row in range(1, header.first)}
    rows = range(header.last + 1, len(grid.lines) + 1)
    across = {one.top for one in grid.merged if _is_across(grid, one)}
    again = grid.lines[header.last - 1]
    found = {row: why for row in rows if (why := _why(grid.lines[row - 1], again, row in across))}
    end = max((row for row in rows if row not in found and not _is_alone(grid.lines[row - 1])), default=header.last)
    behind = dict(_behind(grid, found, end))
    return above | {row: why for row, why in found.items() if row <= end or why != BLANK} | behind


def _why(line: Sequence[str], header: Sequence[str], across: bool) -> str | None:
    at, text = next(((at, text) for at, text in enumerate(line) if text), (0, ""))
    if not text:
        return BLANK
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    if at < FIRST_COLUMNS and _TOTAL.fullmatch(folded):
        return FIGURES[0]
    if at < FIRST_COLUMNS and _MEAN.fullmatch(folded):
        return FIGURES[1]
    if _is_alone(line) and _NOTE.match(text):
        return "a footnote"
    if across and sum(map(bool, line)) == 1:
        return "a heading within the table"
    return AGAIN if list(line) == list(header) else None


def _is_alone(line: Sequence[str]) -> bool:
    """True where a line of a table that is not narrow has one cell only."""
    return len(line) > NARROW and sum(map(bool, line)) == 1


def _is_across(grid: Grid, block: Block) -> bool:
    """True where merged cells go over at least half of the table's width."""
    return 2 * (block.right - block.left + 1) >= len(grid.lines[0]) > NARROW


def _behind(grid: Grid, found: dict[int, str], end: int) -> Iterator[tuple[int, str]]:
    """Cells that stand alone behind the table. One right below its last row is a row that has nothing but an identifier."""
    row = end + 1
    while row <= len(grid.lines) and row not in found and grid.lines[row - 1][0]:
        row += 1
    for later in range(row, len(grid.lines) + 1):
        if later not in found:
            yield later, "a line behind the table with one cell only"


def lines_behind(grid: Grid, header: Header) -> dict[int, str]:
    """Why a line is no row, of a text file, where nothing but its cells tells: only lines behind the last row, of which figures
    have numbers alone beside their word, and the header once more. A line with one cell right below the last row is a row."""
    found, last = skipped_lines(grid, header), len(grid.lines)
    while last > header.last and _is_behind(grid.lines[last - 1], found.get(last)):
        last -= 1
    while last < len(grid.lines) and _is_alone(grid.lines[last]) and found.get(last + 1) not in FIGURES:
        last += 1
    return {row: why for row, why in found.items() if row > header.last and why != BLANK and (row > last or why == AGAIN)}


def _is_behind(line: Sequence[str], why: str | None) -> bool:
    if why in FIGURES:
        return all(map(NUMERIC.fullmatch, [text for text in line if text][1:]))
    return not any(line) or why is not None
