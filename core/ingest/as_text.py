"""How a value of any file is written as text, so that the checks read it as they read a text file."""

from datetime import date, datetime
from decimal import Decimal
from math import isnan
from typing import Any

from core.ingest.findings import in_one_line


def text_of(value: Any) -> str:
    """Numbers with the 15 digits a spreadsheet keeps, dates as YYYY-MM-DD, date-times behind a space, TRUE and FALSE.

    What is missing is empty, and a text is one line without blanks around it.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return in_one_line(value).strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return "" if isnan(value) else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else ""
    return value.isoformat() if isinstance(value, date) else in_one_line(str(value)).strip()
