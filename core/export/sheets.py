"""A table as CSV and XLSX, stamped with where it comes from. Text is never taken for a formula."""

import csv
import io
from itertools import chain

from core.domain.caption import Caption
from core.domain.rows import Rows, headings, places

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Rows, caption: Caption) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read it; lines of origin first, marked with #."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    text.writelines(f"# {' '.join(line.split())}\r\n" for line in (caption.title, *caption.footer))
    writer.writerow([safe(name) for name in headings(table)])
    writer.writerows(["" if cell is None else safe(cell) for cell in row.values()] for row in table)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(table: Rows, caption: Caption) -> bytes:
    """A workbook with the table on one sheet and its origin and method on another; cells hold every digit and show a few."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        data = book.add_worksheet("Data")
        data.freeze_panes(1, 0)
        for column, name in enumerate(headings(table)):
            digits = places(name, [row[name] for row in table])
            shown = book.add_format({"num_format": f"#,##0.{'0' * digits}".rstrip(".")}) if digits is not None else None
            data.write_string(0, column, name, bold)
            data.set_column(column, column, max(12, len(name) + 2), shown)
            for position, row in enumerate(table, start=1):
                data.write(position, column, row[name])
        about = book.add_worksheet("About")
        about.set_column(0, 0, 34)
        about.set_column(1, 1, 120)
        origin = zip(("Title", "Cohort", "Counts", "Method", "Data"), (caption.title, *caption.footer), strict=True)
        for position, (heading, words) in enumerate(chain(origin, caption.how)):
            about.write_string(position, 0, heading, bold)
            about.write_string(position, 1, words)
    return target.getvalue()


def safe(value: object) -> object:
    """The value, with an apostrophe before text that a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
