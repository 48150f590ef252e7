"""What of a source becomes rows of a table: the mapping of one clinic's columns, as the store takes it."""

from dataclasses import dataclass
from pathlib import Path

from core.domain.variable import Variable

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows of one source that become rows of one table.

    `path` is text in UTF-8 with commas whose columns are `header`, behind the row's number in the source where `numbered`; else
    row 2 is the first. `columns` are pairs of a variable (or of one of its other forms) and the column that holds it,
    `constants` pairs of a variable and the text that every row has. `spread`: the source holds several rows of the table
    beside each other, each is a part, and one in which nothing stands is no row. `repeated`: a patient may stand in several
    rows, which are put together.
    """

    table: str
    file: str
    path: Path
    header: tuple[str, ...]
    numbered: bool = False
    columns: Pairs = ()
    constants: Pairs = ()
    spread: bool = False
    repeated: bool = False

    def holds(self, variable: str) -> bool:
        """True where the part says anything of a variable."""
        return variable in dict((*self.columns, *self.constants))

    def column_of(self, variable: Variable) -> str:
        """The column of the source that a reader looks at: that of the variable or of its other form, else its own name."""
        given = dict(self.columns)
        return next((given[form.name] for form in variable.forms if form.name in given), variable.name)
