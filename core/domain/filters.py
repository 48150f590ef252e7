"""The cohort filter: which patients are in view. A value, a query string and a key; SQL and English are made elsewhere."""

import hashlib
import math
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

from core.domain.errors import FilterError

ClauseKind = Literal["in", "range"]
MISSING = "missing"
LONGEST_QUERY = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition on one column.

    kind "in": `values` are the stored values kept. kind "range": `low` <= value <= `high`, None for an open end.
    `keep_missing` keeps patients in whom the column was not recorded; otherwise a clause leaves them out.
    """

    column: str
    kind: ClauseKind
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    keep_missing: bool = False

    def __post_init__(self) -> None:
        if self.kind == "range" and not self.values:
            _check_range(self)
        elif self.kind != "in" or self.low is not None or self.high is not None:
            raise FilterError(f"The filter on {self.column} mixes values and a range. Give either.")
        elif not self.values and not self.keep_missing:
            raise FilterError(f"The filter on {self.column} names no value, so nobody could match. Name at least one.")
        object.__setattr__(self, "values", tuple(sorted(set(self.values))))

    def to_query(self) -> str:
        """The clause in link syntax: `sex=F`, `age_years=18..40,missing`."""
        if self.kind == "range":
            parts = [f"{number(self.low)}..{number(self.high)}"]
        else:
            parts = [_escape(value) for value in self.values]
        return f"{self.column}={','.join(parts + [MISSING] * self.keep_missing)}"


@dataclass(frozen=True, slots=True)
class CohortFilter:
    """All clauses, at most one a column, sorted, so that equal meaning is equal value. No clause: everyone."""

    clauses: tuple[Clause, ...] = ()

    def __post_init__(self) -> None:
        columns = [clause.column for clause in self.clauses]
        doubled = sorted({column for column in columns if columns.count(column) > 1})
        if doubled:
            raise FilterError(f"The filter names {', '.join(doubled)} more than once. Write one condition a variable.")
        object.__setattr__(self, "clauses", tuple(sorted(self.clauses, key=lambda clause: clause.column)))

    def to_query(self) -> str:
        """The filter as it stands in a link and after `--where`; "" for everyone."""
        return ";".join(clause.to_query() for clause in self.clauses)

    @property
    def key(self) -> str:
        """A short digest for caches, captions and file names."""
        return hashlib.sha256(self.to_query().encode()).hexdigest()[:12]

    def on(self, column: str) -> Clause | None:
        """The clause on a column, if there is one."""
        return next((clause for clause in self.clauses if clause.column == column), None)

    def without(self, column: str) -> "CohortFilter":
        """The same filter with nothing said about a column."""
        return CohortFilter(tuple(clause for clause in self.clauses if clause.column != column))

    def having(self, clause: Clause) -> "CohortFilter":
        """The same filter with this clause in place of any other on its column."""
        return CohortFilter((*self.without(clause.column).clauses, clause))

    @classmethod
    def from_query(cls, text: str) -> "CohortFilter":
        """The filter a link or `--where` spells. Raises FilterError naming the part that cannot be read."""
        if len(text) > LONGEST_QUERY:
            raise FilterError(f"The filter is {len(text)} characters long; {LONGEST_QUERY} is the most. Shorten it.")
        return cls(tuple(_parse_clause(part) for part in text.split(";") if part.strip()))


def number(value: float | None) -> str:
    """A number without a superfluous point; "" for an open end."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(float(value))


def _parse_clause(part: str) -> Clause:
    column, equals, body = part.partition("=")
    column = column.strip()
    if not equals or not column.isidentifier():
        raise FilterError(f"Cannot read the filter part {part!r}. Write it as variable=value, for example sex=F.")
    pieces = [piece.strip() for piece in body.split(",") if piece.strip()]
    keep = MISSING in pieces
    pieces = [piece for piece in pieces if piece != MISSING]
    if len(pieces) == 1 and ".." in pieces[0]:
        low, _, high = pieces[0].partition("..")
        return Clause(column=column, kind="range", low=_limit(low, part), high=_limit(high, part), keep_missing=keep)
    return Clause(column=column, kind="in", values=tuple(map(unquote, pieces)), keep_missing=keep)


def finite(text: str) -> float:
    """The number a text spells. Raises ValueError for anything else, infinity and not-a-number included."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a finite number")
    return value


def _limit(text: str, part: str) -> float | None:
    try:
        return finite(text) if text else None
    except ValueError:
        example = "Write a range as low..high, for example 18..40."
        raise FilterError(f"Cannot read the limit {text!r} in {part!r}. {example}") from None


def _check_range(clause: Clause) -> None:
    if clause.low is None and clause.high is None:
        raise FilterError(f"The range on {clause.column} has no limit. Give low..high, low.. or ..high.")
    if clause.low is not None and clause.high is not None and clause.low > clause.high:
        raise FilterError(
            f"The range on {clause.column} runs from {number(clause.low)} down to {number(clause.high)}. Swap the limits."
        )


def _escape(value: str) -> str:
    quoted = quote(value, safe=" +-()" if value == value.strip() else "+-()")
    if quoted == MISSING or ".." in quoted:
        return quoted.replace(".", "%2E") if ".." in quoted else "%6D" + quoted[1:]
    return quoted
