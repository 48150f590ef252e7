"""Problems of data, and what came of an import, in words."""

from core.domain.account import Account
from core.domain.centres import SiteChange
from core.domain.imports import ImportResult
from core.domain.problems import SHOWN, Alike, Problem, Severity
from core.words.numbers import count
from core.words.versions import version_line

SITES_NAMED = 20
ROWS_NAMED, VALUES_NAMED = 5, 3  # of findings alike
SEVERITIES: dict[Severity, str] = {
    "blocks": "blocks",
    "left_out": "row left out",
    "emptied": "cell left empty",
    "warning": "warning",
    "note": "note",
}


def problem_line(found: Alike) -> str:
    """`patient.csv, row 12, age_years, found '156' (cell left empty): outside 0 to 120. Check the value against the record.`"""
    problem = found.first
    kind = "" if problem.severity == "blocks" else f" ({SEVERITIES[problem.severity]})"
    return f"{_place(found)}{kind}: {problem.rule}. {problem.remedy}"


def _place(found: Alike) -> str:
    """Where problems alike are, and what stands there."""
    parts = [found.first.file]
    if found.rows:
        parts.append(f"{'row' if len(found.rows) == 1 else 'rows'} {_rows(found)}")
    if found.first.column is not None:
        parts.append(found.first.column)
    if found.found:
        parts.append(f"found {_values(found)}")
    return ", ".join(parts)


def _rows(found: Alike) -> str:
    """`2, 3, 4, 5, 6 and 9 more`: of how many there are in all beyond those listed, the rule speaks."""
    rest = len(found.rows) - ROWS_NAMED
    more = "" if rest <= 0 else " and more" if len(found.rows) >= SHOWN else f" and {rest:,} more"
    return ", ".join(f"{row:,}" for row in found.rows[:ROWS_NAMED]) + more


def _values(found: Alike) -> str:
    """`'156', '-3' and others`."""
    return ", ".join(map(repr, found.found[:VALUES_NAMED])) + (" and others" if found.found[VALUES_NAMED:] else "")


def refusal_line(problems: tuple[Problem, ...]) -> str:
    """The line above a list of problems that stopped a publication."""
    blocking = sum(problem.severity == "blocks" for problem in problems)
    return f"Nothing was published. {count(blocking, 'problem')} to put right:"


def account_line(account: Account) -> str:
    """`clinic.csv, visits: 50 rows came in: 34 taken, 5 left out, 11 empty.`"""
    empty = f", {account.empty:,} empty" if account.empty else ""
    empty += f", {account.repeated:,} of the same patient again" if account.repeated else ""
    came = f"{account.file}, {account.table}: {count(account.came, 'row')} came in"
    return f"{came}: {account.taken:,} taken, {account.left_out:,} left out{empty}."


def site_line(change: SiteChange) -> str:
    """`Kyoto is replaced: 38 patients before, 40 now. Kept: 86 patients of Osaka.`"""
    now = count(change.after, "patient")
    what = f"replaced: {count(change.before, 'patient')} before, {change.after:,} now" if change.before else f"added: {now}"
    named = [f"{count(n, 'patient')} {f'of {site}' if site else 'without a site'}" for site, n in change.kept[:SITES_NAMED]]
    more = f" and of {count(len(change.kept) - SITES_NAMED, 'more site')}" if change.kept[SITES_NAMED:] else ""
    return f"{change.site} is {what}. Kept: {', '.join(named) or 'none, there are no other sites'}{more}."


def import_line(result: ImportResult, unlisted: int = 0) -> str:
    """What came of an import, and how many notes are not listed."""
    notes = f" {count(unlisted, 'note')} not listed." if unlisted else ""
    if result.published:
        return f"Published {version_line(result.version)}{notes}"
    rows = f"{count(result.version.patients, 'patient')}, {count(result.version.visits, 'visit')}"
    return f"Nothing was published: a dry run. Publishing would give version {result.version.digest}: {rows}.{notes}"
