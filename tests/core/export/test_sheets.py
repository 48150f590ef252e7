"""Tables to take away: stamped, read back as they were, and never run as a formula."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from core.analysis.members import members
from core.catalogue import current
from core.domain.caption import Caption
from core.export.sheets import csv_bytes, xlsx_bytes
from core.store.cohort_store import CohortStore
from core.tables.members import members_table
from core.tables.rates import rates_table
from core.words.rates import caption
from tests.building import ask, table_of

CATALOGUE = current()
FORMULAS = ('=HYPERLINK("http://x")', "+1", "-1", "@x", "\tx", "\r=x", "{=1+1}", "=1+1")
CAPTION = Caption(
    title="=Title, of a table", heading="", note="", alt="", cohort="Patients with site =1+1.", counts="3 of 4",
    method="Wilson", data="Version 1", synthetic=False, how=(("Endpoint", "=SALT"), ("Sets", "Everyone")), file_stem="x",
)  # fmt: skip


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_csv_begins_with_a_byte_order_mark_and_the_lines_of_origin() -> None:
    content = csv_bytes(table_of({"Site": ["ä"], "n": [1]}), CAPTION)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert not content[3:].startswith(b"\xef\xbb\xbf")
    rows = lines(content)
    assert content.decode("utf-8-sig").splitlines()[:5] == [f"# {line}" for line in (CAPTION.title, *CAPTION.footer)]
    assert rows[5:] == [["Site", "n"], ["ä", "1"]]


def test_a_csv_of_rates_has_a_row_a_group_with_all_its_digits(reference: CohortStore) -> None:
    result = ask(reference, "aa_type")
    words = caption(CATALOGUE, result, "rates", date(2026, 8, 1))
    rows = lines(csv_bytes(rates_table(result), words))
    assert rows[0] == [f"# {words.title}"]
    head = rows[1 + len(words.footer)]
    found = [dict(zip(head, row, strict=True)) for row in rows[2 + len(words.footer) :]]
    assert [(row["AA type"], row["Responders"], row["Patients"]) for row in found][:2] == [
        ("Multiplex (AM)", "10", "11"),
        ("Ophiasis (OA)", "3", "10"),
    ]
    assert float(found[0]["Rate %"]) == 100 * result.groups[0].rate.value  # type: ignore[operator]
    assert found[0]["Risk ratio to Multiplex (AM)"] == ""


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    table = table_of({"Site": [text], text: ["x"], "n": [-1.5]})
    rows = lines(csv_bytes(table, CAPTION))
    begins = "'" if text[0] in "=+-@\t\r" else ""
    assert rows[5] == ["Site", begins + text, "n"]
    assert rows[6] == [begins + text, "x", "-1.5"]
    sheet = book(xlsx_bytes(table, CAPTION))["Data"]
    for cell in (sheet["A2"], sheet["B1"]):
        assert cell.data_type == "s"
        assert str(cell.value).replace("_x000D_", "\r").strip("\n") == text.strip("\n")
    assert (sheet["C2"].data_type, sheet["C2"].value) == ("n", -1.5)


def test_a_site_that_looks_like_a_formula_is_text_in_every_file_of_a_result(make_store: object) -> None:
    store = make_store(  # type: ignore[operator]
        patient=[{"patient_id": f"p{at}", "site": name} for at, name in enumerate(FORMULAS)],
        visit=[{"patient_id": f"p{at}", "month": month, "salt": 10} for at, _ in enumerate(FORMULAS) for month in (0, 9)],
    )
    result = ask(store, "site")
    words = caption(CATALOGUE, result, "rates", date(2026, 8, 1))
    for table in (rates_table(result), members_table(members(store, result, result.overall))):
        cells = [cell for row in lines(csv_bytes(table, words)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "+")) or cell == "-1"]
        workbook = book(xlsx_bytes(table, words))
        types = {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}
        assert types <= {"s", "n"}


def test_a_workbook_has_the_table_on_one_sheet_and_its_origin_on_another() -> None:
    workbook = book(xlsx_bytes(table_of({"Site": ["A"], "n": [3], "Rate %": [41.4]}), CAPTION))
    assert workbook.sheetnames == ["Data", "About"]
    assert list(workbook["Data"].values) == [("Site", "n", "Rate %"), ("A", 3, 41.4)]
    assert list(workbook["About"].values) == [
        ("Title", CAPTION.title), ("Cohort", CAPTION.cohort), ("Counts", "3 of 4"), ("Method", "Wilson"), ("Data", "Version 1"),
        ("Endpoint", "=SALT"), ("Sets", "Everyone"),
    ]  # fmt: skip
    assert {cell.data_type for row in workbook["About"].iter_rows() for cell in row} == {"s"}


def test_what_does_not_exist_is_an_empty_cell() -> None:
    table = table_of({"Site": ["A", "B"], "Rate %": [None, 1.5]})
    assert lines(csv_bytes(table, CAPTION))[6:] == [["A", ""], ["B", "1.5"]]
    assert [cell.value for cell in book(xlsx_bytes(table, CAPTION))["Data"]["B"]] == ["Rate %", None, 1.5]


def test_a_workbook_keeps_every_digit_and_shows_a_few() -> None:
    table = table_of({"Rate %": [41.42857], "Patients": [1070], "p": [0.04123], "Risk ratio to OA": [2.345], "Site": ["A"]})
    cells = next(book(xlsx_bytes(table, CAPTION))["Data"].iter_rows(min_row=2))
    assert [(cell.value, cell.number_format) for cell in cells] == [
        (41.42857, "#,##0.0"), (1070, "#,##0"), (0.04123, "#,##0.0000"), (2.345, "#,##0.000"), ("A", "General"),
    ]  # fmt: skip


def test_numbers_of_every_type_stay_numbers() -> None:
    table = table_of({"whole": [3], "part": [0.1], "negative": [-2]})
    cells = next(book(xlsx_bytes(table, CAPTION))["Data"].iter_rows(min_row=2))
    assert [(cell.data_type, cell.value) for cell in cells] == [("n", 3), ("n", 0.1), ("n", -2)]
    assert lines(csv_bytes(table, CAPTION))[6] == ["3", "0.1", "-2"]
