"""The report of an import as tables: findings, rows, mapping."""

from collections.abc import Sequence

from core.domain.account import Account
from core.domain.mapping import ImportMapping
from core.domain.problems import Alike, Problem, alike
from core.domain.rows import Row, Rows
from core.words.problems import SEVERITIES

BECAME = "What became of it"


def findings_table(findings: Sequence[Problem]) -> Rows:
    """One row a finding: where, what stands there, which rule, what to do, what became of it."""
    return [
        {
            "File": one.file,
            "Row": one.row,
            "Column": one.column,
            "Found": one.found,
            "Rule": one.rule,
            "What to do": one.remedy,
            BECAME: SEVERITIES[one.severity],
        }
        for one in findings
    ]


def short_findings_table(findings: Sequence[Problem]) -> Rows:
    """One row for findings alike: the first of them, what there is to know first; the file last where there is one only."""
    several = len({one.file for one in findings}) > 1
    return [_short(found, several) for found in alike(findings)]


def _short(found: Alike, several_files: bool) -> Row:
    one = found.first
    file = {"File": one.file}
    row = {
        "Row": one.row,
        "Rows alike": len(found.rows) or None,
        "Column": one.column,
        "Found": one.found,
        "Rule": one.rule,
        "What to do": one.remedy,
    }
    return {BECAME: SEVERITIES[one.severity], **(file if several_files else {}), **row, **file}


def accounts_table(accounts: Sequence[Account]) -> Rows:
    """One row a source and table: the rows that came in, and what became of them."""
    return [
        {
            "File": one.file,
            "Table": one.table,
            "Came in": one.came,
            "Taken": one.taken,
            "Left out": one.left_out,
            "Empty": one.empty,
            "Same patient again": one.repeated,
        }
        for one in accounts
    ]


def mapping_table(mapping: ImportMapping) -> Rows:
    """One row a column that was used or a value that every row has, then one a word of the clinic, then what
    becomes of identifiers."""
    rows: list[Row] = []
    for source in mapping.sources:
        for row in source.rows:
            rows += [_mapped(source.title, row.table, column, name) for name, column in row.columns]
            rows += [_mapped(source.title, row.table, f"always {text}", name) for name, text in row.constants]
    for name, words in mapping.values:
        rows += [_mapped("", "", f"the word {found}", f"{name} = {value or 'not recorded'}") for found, value in words]
    rows += [_mapped("", "", name, f"identifiers: {treatment}") for name, treatment in mapping.identifiers]
    return rows


def _mapped(source: str, table: str, column: str, variable: str) -> Row:
    return {"Source": source, "Column": column, "Table": table, "Variable": variable}
