"""A table as CSV and XLSX, stamped with where it comes from. Text is never taken for a formula."""

import csv
import io
import math
from itertools import chain

import pandas as pd
import xlsxwriter

from core.domain.caption import Caption

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: pd.DataFrame, caption: Caption) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read it; lines of origin first, marked with #."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    text.writelines(f"# {' '.join(line.split())}\r\n" for line in (caption.title, *caption.footer))
    writer.writerow([safe(name) for name in table.columns])
    writer.writerows([safe(value) for value in row] for row in _rows(table))
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(table: pd.DataFrame, caption: Caption) -> bytes:
    """A workbook with the table on one sheet and its origin and method on another."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        data = book.add_worksheet("Data")
        data.freeze_panes(1, 0)
        for column, name in enumerate(table.columns):
            data.write_string(0, column, str(name), bold)
            data.set_column(column, column, max(12, len(str(name)) + 2))
        for position, row in enumerate(_rows(table), start=1):
            for column, value in enumerate(row):
                data.write(position, column, value)
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


def _rows(table: pd.DataFrame) -> list[list[object]]:
    return [[_plain(value) for value in row] for row in table.astype(object).itertuples(index=False)]


def _plain(value: object) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return value.item() if hasattr(value, "item") else value
