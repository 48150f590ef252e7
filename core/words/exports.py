"""What was written out, in words."""

from collections.abc import Mapping

from core.domain.provenance import Version
from core.words.numbers import count


def exported_words(version: Version, folder: str, rows: Mapping[str, int]) -> str:
    """`Wrote version 84c6... to out: patient.csv (86 rows), visit.csv (805 rows). Importing the folder gives it again.`"""
    files = ", ".join(f"{table}.csv ({count(n, 'row')})" for table, n in rows.items())
    return (
        f"Wrote version {version.digest} to {folder!r}: {files}. Importing the folder gives the same version again. "
        "Cells stand as they are: import them into a spreadsheet as text, since one that begins with = would be calculated."
    )
