"""The page of imports in words: what a column can be taken as, and what there is to do."""

from collections.abc import Sequence
from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.column_uses import ColumnUse
from core.domain.identifiers import Flagged
from core.domain.imports import ImportRefusal, ImportResult
from core.domain.mapping import ImportMapping
from core.domain.problems import Problem
from core.domain.progress import Step
from core.domain.provenance import Version
from core.words.history import short
from core.words.import_report import FINDINGS, FIRST_ONLY, MEANINGS, PLURALS, counts_line
from core.words.numbers import count
from core.words.problems import site_line
from core.words.provenance import LIMITS, SYNTHETIC

READ_ONLY = "Nothing can be imported here (setting REGROW_READ_ONLY). What is published can be looked at on the page Versions."
FILES, CHOOSE_FILES, OTHER_FILES = "Files", "Files of the clinic, and a saved mapping if there is one", "Other files"
FILES_HELP = (
    "They stay on this machine. Several tables, sheets or files at once; of REDCap the export and its data dictionary. Larger "
    "files: python -m core import."
)
MAPPED_BY, NAME = "Columns are taken", "Name of the cohort"
NAME_KEPT = "A site joins the cohort that is in force, which keeps its name."
ORIGINS = {"suggested": "As their names suggest", "last": "As in the version in force", "file": "As in the file given"}
SITE, PREFIX = "Site, if one of several", "Prefix of its identifiers"
SITE_HELP = (
    "The patients of this site are added or replaced, those of all others stay, but for simulated ones. Left empty, everything "
    "is replaced."
)
PREFIX_HELP = "Stands before every identifier, so that two sites may have the same ones. KYO-, for example."
GUARD, GUARD_NOTE = "Who could be known", "These columns look as if somebody could be known by them."
HASH, SHIFT = "Pseudonyms in place of identifiers", "Move each patient's dates"
HASH_HELP = "Made from the identifier and a key in the folder of the store: the same patient has the same one in every import."
SHIFT_HELP = "Back by 1 to 365 days, the same for all dates of a patient. Months, ages and durations stay as they are."
TREATMENTS = {"keep": "Keep", "drop": "Do not import", "hash": "Pseudonym", "shift": "Move"}
COLUMNS, SOURCE = "What each column is taken as", "Table of the files"
COLUMN, EXAMPLES, TAKEN_AS, MONTH, TEST = "Column", "First values", "Taken as", "Month", "Test"
NOT_IMPORTED = "–"
COLUMNS_NOTE = (
    "Change what is wrong. Month: where the column itself says when its value was measured. Test: where a laboratory test has "
    "a column of its own."
)
FITS_NOTHING = "The mapping given fits none of these files: some column that it names is in none of them."
NOT_IN_A_TABLE = "This table is mapped in a way that cannot be shown column by column. Change it in the saved mapping."
WORDS, AS_FOUND, NOT_RECORDED = "Words that are not known", "Left empty", "Not recorded"
WORDS_NOTE = "Say once what they stand for; the saved mapping keeps it."
CAME, FIRST_ROWS = "As they came", "First rows, before and after"
PUBLISH, PUBLISH_THIS = "Publish", "Publish this version"
CONFIRM = (
    "Everybody who uses this dashboard sees this version from their next click. The present one stays in the list of versions."
)
REPORT, MARKED, TO_FILL_IN, SAVED = "Report", "Marked workbook", "Rows to correct", "Mapping"
STEPS: dict[Step, str] = {
    "reading": "Reading the files",
    "taking in": "Taking in the rows",
    "cells": "Reading the cells",
    "checking": "Checking",
    "tables": "Making the tables",
    "patients": "Putting each patient together",
    "labs": "Grading blood tests",
    "writing": "Writing the version",
    "done": "Done",
}
CHECKING = "Reading and checking the files"
PUBLISHING = "Publishing"


def choices(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """What a column can be taken as -> table and variable, or form of one. The identifier is the same in every table."""
    found = {NOT_IMPORTED: ("", "")}
    for table in catalogue.tables:
        for variable in table:
            for form in variable.forms:
                if table.name == "patient" or form.kind != "identifier":
                    unit = f" ({form.unit})" if form.unit and form.unit not in form.label else ""
                    label = form.label.replace(" as a date", ", from a date")
                    place = "" if form.kind == "identifier" else f"{table.label}: "
                    found[f"{place}{label}{unit}"] = (table.name, form.name)
    return found


def heading_of(outcome: ImportResult | ImportRefusal) -> str:
    """What the card of an import's outcome is called."""
    if isinstance(outcome, ImportRefusal):
        return "Cannot be published"
    return "Published, and in force" if outcome.published else "Ready to be published"


def outcome_line(outcome: ImportResult | ImportRefusal) -> str:
    """The version there would be, or why there is none."""
    if isinstance(outcome, ImportRefusal):
        return outcome.reason.splitlines()[0]
    version = outcome.version
    simulated = f" {SYNTHETIC}" if version.synthetic else ""
    rows = f"{count(version.patients, 'patient')}, {count(version.visits, 'visit')}"
    named = f": version {short(version.digest)}" if outcome.published else ""
    return f"{rows}{named}.{simulated}"


def replaced_line(version: Version, outcome: ImportResult) -> str:
    """What becomes of those who are in force."""
    if outcome.site:
        return site_line(outcome.site)
    return f"Everything in force is replaced: {version.cohort_name}, {count(version.patients, 'patient')}."


def taken_line(uses: Sequence[ColumnUse]) -> str:
    """`12 of 15 columns are taken.`"""
    taken = sum(bool(use.table) for use in uses)
    return f"{taken} of {count(len(uses), 'column')} {'is' if len(uses) == 1 else 'are'} taken."


def flagged_line(one: Flagged) -> str:
    """`氏名: looks like a person's name. Not imported, and shown nowhere.`"""
    if one.variable:
        return f"{one.column}: {one.why}. Only counted from, and not stored."
    return f"{one.column}: {one.why}. Not imported{', and shown nowhere' if one.withheld else ''}."


def unknown_word(catalogue: Catalogue, problem: Problem, mapping: ImportMapping) -> str:
    """The variable with levels that a finding's word is of; empty where it is about something else."""
    if problem.found is None or problem.severity not in ("emptied", "left_out"):
        return ""
    held = {name for one in mapping.sources for row in one.rows for name, column in row.columns if column == problem.column}
    return next((one.name for table in catalogue.tables for one in table if one.name in held and one.choices), "")


def findings_caption(outcome: ImportResult | ImportRefusal, made_on: date) -> Caption:
    """Everything that stands around the list of findings."""
    version = outcome.version if isinstance(outcome, ImportResult) else None
    return Caption(
        title=f"{FINDINGS} of the import",
        heading=FINDINGS,
        note=counts_line(outcome),
        alt=f"{FINDINGS} of the import. {counts_line(outcome)}",
        cohort=version.cohort_name if version else "",
        counts="",
        method=FIRST_ONLY if outcome.findings else "",
        data=f"Made {made_on.isoformat()}. {LIMITS}",
        synthetic=bool(version and version.synthetic),
        how=((FINDINGS, " ".join(f"{PLURALS[one]}: {said}" for one, said in MEANINGS.items())),),
        file_stem=f"regrow-import-findings-{made_on.isoformat()}",
    )
