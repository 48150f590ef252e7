"""What became of the rows of a source: every one that came in is taken, empty or left out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The rows of a source that were read for one table: `came` = `taken` + `left_out` + `empty` +
    `repeated`.

    `empty` are places of a table with several visits beside each other in which nothing stands, and rows of a source of several
    tables in which nothing of this one does; `repeated` are rows that name a
    patient again where a source has several of each.
    """

    file: str
    table: str
    came: int
    taken: int
    left_out: int
    empty: int = 0
    repeated: int = 0

    def __post_init__(self) -> None:
        if self.came != self.taken + self.left_out + self.empty + self.repeated:
            raise ValueError(f"{self.file}, {self.table}: {self.came} rows came in, but {self} does not add up.")
