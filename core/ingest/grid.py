"""A sheet as every reader of workbooks hands it on: the texts of its cells, and what its looks say.

Rows and columns count from 1.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Block:
    """Merged cells: the first of them holds what all of them show."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """The block as a spreadsheet names it: C7:C8."""
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A cell that is not what it shows. Its text in the grid is empty."""

    row: int
    column: int
    found: str
    rule: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet, `file` and `title` as in a SourceTable; every line has the same number of texts, and the last one has one."""

    file: str
    title: str
    lines: tuple[tuple[str, ...], ...]
    merged: tuple[Block, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    coloured: tuple[tuple[int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden: bool = False


def percentage(row: int, column: int, stored: float) -> Doubt:
    """The doubt about a number shown with a sign: 80% is stored as 0.8, and a reader of 80 means 80."""
    rule = f"a percentage, which is stored as {stored:.15g}"
    remedy = "Write the number without the sign."
    return Doubt(row=row, column=column, found=f"{100 * stored:.15g}%", rule=rule, remedy=remedy)


def letters(column: int) -> str:
    """The name of a column in a spreadsheet: 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def trimmed(lines: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """The lines in one width, without the empty rows and columns behind them."""
    while lines and not any(lines[-1]):
        lines.pop()
    width = max((at for line in lines for at, text in enumerate(line, start=1) if text), default=0)
    return tuple(tuple(line[:width]) + ("",) * (width - len(line)) for line in lines)


def inside(grid: Grid) -> Grid:
    """The grid with the part of each merged block that lies in it; a damaged file names cells that there are not."""
    height, width = len(grid.lines), len(grid.lines[0])
    blocks = (Block(one.top, one.left, min(one.bottom, height), min(one.right, width)) for one in grid.merged)
    return replace(grid, merged=tuple(one for one in blocks if 1 <= one.top <= one.bottom and 1 <= one.left <= one.right))
