"""How one clinic's files become the tables of the data model: which column holds what, and which word means which value."""

from dataclasses import dataclass

from core.domain.identifiers import TREATMENTS, Treatment

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMapping:
    """Which columns of a source make one row of a table.

    `columns` are pairs of a variable, or of one of its other forms ("month as a date"), and a column of the source; `constants`
    pairs of a variable and what every row has. `spread`: one of several rows that stand beside each other in the source, or one
    of a source whose rows are of several tables; where nothing stands there is none.
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
    """The mapping of a clinic: one a source, and `values`, what the clinic's words stand for, by variable.

    `identifiers`: a column, or the variable that it is mapped to, and what is to become of it. Where one of them says `hash`,
    the patients of all tables are published under pseudonyms; where one says `shift`, all dates of each patient are moved.
    `site` is the one centre that all patients are of, where it is one of several; `prefix` stands before every identifier.
    """

    sources: tuple[SourceMapping, ...] = ()
    values: tuple[tuple[str, Pairs], ...] = ()
    identifiers: tuple[tuple[str, Treatment], ...] = ()
    site: str = ""
    prefix: str = ""

    def __post_init__(self) -> None:
        for name, treatment in self.identifiers:
            if treatment not in TREATMENTS:
                raise ValueError(f"{name!r} is to be {treatment!r}, which is none of {', '.join(TREATMENTS)}")

    def says(self, treatment: Treatment) -> bool:
        """True where it says so of any column."""
        return any(said == treatment for _, said in self.identifiers)

    @property
    def guards(self) -> bool:
        """True where the key of a store is needed to go by it."""
        return self.says("hash") or self.says("shift")

    def treatment_of(self, column: str, variable: str) -> Treatment | None:
        """What it says of a column, by the column's own name first, then by that of its variable."""
        said = dict(self.identifiers)
        return said.get(column) or (said.get(variable) if variable else None)
