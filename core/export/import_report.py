"""The report of an import as one file of HTML that needs nothing else: no script, no picture, no link."""

from collections.abc import Iterator
from datetime import datetime
from html import escape

from core.domain.imports import ImportRefusal, ImportResult
from core.domain.rows import Rows, headings
from core.export.marked_cells import FILLS, as_template, as_workbook, shown
from core.tables.import_report import accounts_table, findings_table, mapping_table
from core.words.import_report import (
    FINDINGS,
    FIRST_ONLY,
    MAPPING,
    MEANINGS,
    PLURALS,
    ROWS,
    SAVED_MAPPING,
    SUM,
    TITLE,
    nothing_words,
    outcome_lines,
)

__all__ = ["as_html", "as_template", "as_workbook"]
ALLOWED = "default-src 'none'; style-src 'unsafe-inline'"  # the browser loads nothing and runs nothing, whatever cells hold
STYLE = """
body { font: 14px/1.45 system-ui, sans-serif; color: #1a1a1a; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
th, td { border: 1px solid #bbb; padding: .25rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f0f0f0; white-space: nowrap; } thead { display: table-header-group; } tr { break-inside: avoid; }
pre { background: #f6f6f6; padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
h3 { border-left: .8rem solid; padding-left: .5rem; }
@media print { body { margin: 0; max-width: none; font-size: 9pt; } h2, h3 { break-after: avoid; } }
"""


def as_html(outcome: ImportResult | ImportRefusal, made_at: datetime, mapping_file: str = "") -> bytes:
    """The report of an import, or of its refusal. `mapping_file` is the text of the mapping as it is saved."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{ALLOWED}">'
    head = f'<head><meta charset="utf-8">{policy}<title>{TITLE}</title><style>{STYLE}</style></head>'
    text = f'<!DOCTYPE html>\n<html lang="en">{head}<body>{"".join(_body(outcome, made_at, mapping_file))}</body></html>\n'
    return text.encode("utf-8", "replace")


def _body(outcome: ImportResult | ImportRefusal, made_at: datetime, mapping_file: str) -> Iterator[str]:
    yield f"<h1>{TITLE}</h1>"
    yield from (f"<p>{_text(line)}</p>" for line in outcome_lines(outcome, made_at))
    if isinstance(outcome, ImportResult):
        yield f"<h2>{ROWS}</h2>{_table(accounts_table(outcome.accounts))}<p>{SUM}</p>"
    yield f"<h2>{FINDINGS}</h2>"
    yield f"<p>{FIRST_ONLY}</p>" if outcome.findings else f"<p>{nothing_words(outcome)}</p>"
    for severity, heading in PLURALS.items():
        found = [one for one in outcome.findings if one.severity == severity]
        if found:
            yield f'<h3 style="border-color:{FILLS[severity]}">{heading} ({len(found):,})</h3><p>{MEANINGS[severity]}</p>'
            yield _table(findings_table(found))
    if isinstance(outcome, ImportResult):
        yield f"<h2>{MAPPING}</h2>{_table(mapping_table(outcome.mapping))}"
    if mapping_file:
        yield f"<h2>{SAVED_MAPPING}</h2><pre>{_text(mapping_file)}</pre>"


def _table(rows: Rows) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{_text(name)}</th>" for name in headings(rows))
    lines = ("".join(f"<td>{_cell(cell)}</td>" for cell in row.values()) for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"


def _cell(cell: object) -> str:
    return "" if cell is None else f"{cell:,}" if isinstance(cell, int) else _text(str(cell))


def _text(text: str) -> str:
    """Text that a browser shows and never reads as anything else."""
    return escape(shown(text), quote=True)
