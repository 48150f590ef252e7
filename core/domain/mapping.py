"""How one clinic's files become the tables of the data model: which column holds what, and which word means which value."""

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMapping:
    """Which columns of a source make one row of a table.

    `columns` are pairs of a variable, or of one of its other forms ("month as a date"), and a column of the source; `constants`
    pairs of a variable and what every row has. `spread`: one of several rows that stand beside each other in the source.
    `repeated`: a patient may stand in several rows of the source, which are put together.
    """

    table: str
    columns: Pairs
    constants: Pairs = ()
    spread: bool = False
    repeated: bool = False

    def __post_init__(self) -> None:
        named = [variable for variable, _ in (*self.columns, *self.constants)]
        if doubled := sorted({name for name in named if named.count(name) > 1}):
            raise ValueError(f"{self.table}: {', '.join(doubled)} can be taken from one place only.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMapping:
    """What is made of one source, a file of text or a sheet; known again by its columns, and by its title if two have them."""

    title: str
    rows: tuple[RowMapping, ...]

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the source that is used."""
        return frozenset(column for row in self.rows for _, column in row.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMapping:
    """The mapping of a clinic: one a source, and `values`, what the clinic's words stand for, by variable."""

    sources: tuple[SourceMapping, ...] = ()
    values: tuple[tuple[str, Pairs], ...] = ()
