"""Whole files of every kind that can be imported, small, to be broken."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
REFERENCE = ROOT / "data" / "reference"
ROWS = [
    ("患者ID", "年齢", "性別", "治療開始日", "SALT_0M", "SALT_3M", "有害事象"),
    ("A-1", "34", "F", "2022-07-11", "100", "60", "ざ瘡(G1)"),
    ("A-2", "51", "M", "2022/8/1", "90.5", "ND", ""),
    ("A-3", "-", "女", "令和4年9月1日", "80", "", "なし"),
]
FRAME = pd.DataFrame(
    {
        "patient_id": ["A-1", "A-2", "A-3"],
        "age_years": [34.0, 51.0, float("nan")],
        "sex": ["F", "M", "F"],
        "salt_0m": [100.0, 90.5, 80.0],
    }
)
PATIENTS = b"patient_id,age_years,sex,start_date\nA-1,34,F,2022-07-11\nA-2,51,M,2022-08-01\n"
ABOUT = 'name = "仙台"\nsynthetic = true\nreference = "none"\n'.encode()
MAPPING = """[[source]]
title = "m01_patients_cp932"

[[source.rows]]
table = "patient"
columns = {patient_id = "患者ID", age_years = "年齢", sex = "性別"}
always = {site = "Tokyo"}

[values.sex]
"女" = "F"
"男" = "M"
""".encode()
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text", "style")
)


def texts() -> dict[str, bytes]:
    """Files of text: the messy ones of the tests, and two small ones."""
    cases = [path for path in sorted((TESTS / "import_cases").glob("m*")) if path.suffix in (".csv", ".txt")]
    small = {"clinic.csv": "\n".join(map(",".join, ROWS)).encode(), "patient.csv": PATIENTS}
    return {path.name: path.read_bytes() for path in cases} | small


def workbooks() -> dict[str, bytes]:
    """Sheets that are packed archives."""
    case = TESTS / "import_cases" / "m05_merged_headers.xlsx"
    return {case.name: case.read_bytes(), "clinic.xlsx": _xlsx(), "clinic.xlsm": _xlsx(), "clinic.ods": _ods()}


def others() -> dict[str, bytes]:
    """Every other kind: an old workbook, Parquet, SAS, SPSS, Stata."""
    made = TESTS / "made_files"
    found = {name: (made / name).read_bytes() for name in ("old.xls", "patients.sas7bdat")}
    return found | {f"clinic.{ending}": _written(ending, write) for ending, write in WRITERS.items()}


WRITERS: dict[str, Callable[[str], object]] = {
    "parquet": FRAME.to_parquet,
    "sav": lambda path: pyreadstat.write_sav(FRAME, path),
    "zsav": lambda path: pyreadstat.write_sav(FRAME, path, compress=True),
    "por": lambda path: pyreadstat.write_por(FRAME.set_axis(["ID", "AGE", "SEX", "SALT"], axis=1), path),
    "dta": lambda path: pyreadstat.write_dta(FRAME, path),
    "xpt": lambda path: pyreadstat.write_xport(FRAME, path),
}


def _written(ending: str, write: Callable[[str], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clinic.{ending}"
        write(str(path))
        return path.read_bytes()


def _xlsx() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("患者")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
        sheet.write_formula(4, 1, "=1+1", None, 2)
    return target.getvalue()


def _ods() -> bytes:
    lines = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row)
        + "</table:table-row>"
        for row in ROWS
    )
    body = f'<office:spreadsheet><table:table table:name="P">{lines}</table:table></office:spreadsheet>'
    content = f"<office:document-content {NAMES}><office:body>{body}</office:body></office:document-content>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("META-INF/manifest.xml", "<m/>")
        packed.writestr("content.xml", content)
    return target.getvalue()
