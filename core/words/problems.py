"""Problems of data, and what came of an import, in words."""

from core.domain.account import Account
from core.domain.centres import SiteChange
from core.domain.imports import ImportResult
from core.domain.problems import Problem, Severity
from core.words.numbers import count
from core.words.versions import version_line

SITES_NAMED = 20
SEVERITIES: dict[Severity, str] = {
    "blocks": "blocks",
    "left_out": "row left out",
    "emptied": "cell left empty",
    "warning": "warning",
    "note": "note",
}


def problem_line(problem: Problem) -> str:
    """`patient.csv, row 12, age_years, found '156' (cell left empty): outside 0 to 120. Check the value against the record.`"""
    kind = "" if problem.severity == "blocks" else f" ({SEVERITIES[problem.severity]})"
    return f"{place(problem)}{kind}: {problem.rule}. {problem.remedy}"


def place(problem: Problem) -> str:
    """Where a problem is, and what stands there."""
    parts = [problem.file]
    if problem.row is not None:
        parts.append(f"row {problem.row:,}")
    if problem.column is not None:
        parts.append(problem.column)
    if problem.found is not None:
        parts.append(f"found {problem.found!r}")
    return ", ".join(parts)


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
