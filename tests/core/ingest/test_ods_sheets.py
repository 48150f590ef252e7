"""An OpenDocument spreadsheet is read as it looks, or refused."""

import zipfile
from pathlib import Path

import pytest

from core.domain.errors import DataError
from core.ingest.ods_sheets import read
from core.ingest.source import SourceTable

NAMES = " ".join(
    f'xmlns:{short}="urn:{name}:1.0"'
    for short, name in {
        "office": "oasis:names:tc:opendocument:xmlns:office",
        "table": "oasis:names:tc:opendocument:xmlns:table",
        "text": "oasis:names:tc:opendocument:xmlns:text",
        "number": "oasis:names:tc:opendocument:xmlns:datastyle",
        "style": "oasis:names:tc:opendocument:xmlns:style",
        "fo": "oasis:names:tc:opendocument:xmlns:xsl-fo-compatible",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext",
    }.items()
)
STYLES = """
<style:style style:name="ce1"><style:table-cell-properties fo:background-color="#ffff00"/></style:style>
<number:date-style style:name="N1"><number:year/><number:month/></number:date-style>
<number:date-style style:name="N2"><number:year/><number:month/><number:day/></number:date-style>
<style:style style:name="ce2" style:data-style-name="N1"/><style:style style:name="ce3" style:data-style-name="N2"/>
<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>
"""
HEADER = "".join(f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>' for name in "abc")


def save(tmp_path: Path, sheets: str, *, manifest: str = "<m/>", before: str = "") -> Path:
    with zipfile.ZipFile(tmp_path / "clinic.ods", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("META-INF/manifest.xml", manifest)
        body = f"<office:automatic-styles>{STYLES}</office:automatic-styles><office:body>{sheets}</office:body>"
        packed.writestr("content.xml", f"{before}<office:document-content {NAMES}>{body}</office:document-content>")
    return tmp_path / "clinic.ods"


def sheet(*lines: str, style: str = "ta1") -> str:
    rows = "".join(
        line if line.startswith("<table:table-row") else f"<table:table-row>{line}</table:table-row>" for line in lines
    )
    return f'<table:table table:name="Patients" table:style-name="{style}">{rows}</table:table>'


def cell(kind: str, more: str = "", text: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" {more}>{f"<text:p>{text}</text:p>" if text else ""}</table:table-cell>'
    )


def texts(table: SourceTable) -> list[str]:
    return table.path.read_text(encoding="utf-8").splitlines()


def told(table: SourceTable) -> list[tuple[str, int | None, str | None, str | None, str]]:
    return [(one.severity, one.row, one.column, one.found, one.rule.partition(",")[0]) for one in table.told]


def test_a_cell_gives_its_stored_value_and_not_the_digits_shown(tmp_path: Path) -> None:
    lines = [
        cell("float", 'office:value="12.3456"', "12.3")
        + cell("date", 'office:date-value="2022-01-03"', "3 Jan")
        + cell("string"),
        cell("boolean", 'office:boolean-value="true"', "WAHR")
        + cell("date", 'office:date-value="2022-01-03T10:05:00"', "x")
        + cell("time", 'office:time-value="PT9H05M00S"', "9:05"),
        cell("string", "", "a<text:s/>b</text:p><text:p>c<text:span>d</text:span>")
        + cell("string", "", "007")
        + cell("float", 'office:value="7"', "007"),
    ]
    (table,) = read(save(tmp_path, sheet(HEADER, *lines)), tmp_path)
    assert texts(table) == ["row,a,b,c", "2,12.3456,2022-01-03,", "3,TRUE,2022-01-03 10:05:00,09:05:00", "4,a b cd,007,007"]
    assert not table.told


def test_lines_and_cells_that_stand_for_several_keep_the_numbers_of_rows(tmp_path: Path) -> None:
    nothing = '<table:table-cell table:number-columns-repeated="1024"/>'
    empty = f'<table:table-row table:number-rows-repeated="3">{nothing}</table:table-row>'
    twice = f'<table:table-row table:number-rows-repeated="2">{cell("string", "", "x") * 3}</table:table-row>'
    wide = cell("string", 'table:number-columns-repeated="2"', "y") + cell("string", "", "z")
    far = empty.replace('"3"', '"1048000"')
    (table,) = read(save(tmp_path, sheet(empty, HEADER, twice, wide, far)), tmp_path)
    assert texts(table) == ["row,a,b,c", "5,x,x,x", "6,x,x,x", "7,y,y,z"]
    assert table.skipped == 3


def test_what_is_not_what_it_shows_is_emptied_and_told(tmp_path: Path) -> None:
    lines = [
        cell("percentage", 'office:value="0.8"', "80%")
        + cell("string", 'table:formula="of:=1/0" calcext:value-type="error"', "#DIV/0!")
        + '<table:table-cell table:formula="of:=[.A1]"/>',
        cell("string", 'table:number-rows-spanned="2" table:style-name="ce1"', "x") + cell("string", "", "y") * 2,
        "<table:covered-table-cell/>" + cell("string", "", "y") * 2,
    ]
    hidden = f'<table:table-row table:visibility="collapse">{cell("string", "", "h") * 3}</table:table-row>'
    (table,) = read(save(tmp_path, sheet(HEADER, *lines, hidden, style="ta2")), tmp_path)
    assert texts(table) == ["row,a,b,c", "3,x,y,y", "4,,y,y", "5,h,h,h"]
    assert told(table) == [
        ("note", 2, None, None, "a blank line"),
        ("emptied", 2, "a", "80%", "a percentage"),
        ("emptied", 2, "b", "#DIV/0!", "an error value"),
        ("emptied", 2, "c", "of:=[.A1]", "a formula without a stored value"),
        ("warning", 4, "a", "A3:A4", "merged cells: the value stands in the first one only"),
        ("warning", 3, "a", "A3", "coloured cells"),
        ("warning", None, None, "Patients", "1 hidden rows"),
    ]


def test_a_date_has_no_day_that_it_does_not_show(tmp_path: Path) -> None:
    days = [cell("date", f'office:date-value="2022-07-01" table:style-name="{style}"', "x") for style in ("ce2", "ce3", "ce1")]
    (table,) = read(save(tmp_path, sheet(HEADER, "".join(days))), tmp_path)
    assert texts(table)[1] == "2,2022-07,2022-07-01,2022-07-01"


def test_a_comment_on_a_cell_is_not_its_text(tmp_path: Path) -> None:
    comment = "<office:annotation><text:p>ask</text:p></office:annotation><text:p>x</text:p>"
    line = f'<table:table-cell office:value-type="string">{comment}</table:table-cell>' + cell("string", "", "y") * 2
    (table,) = read(save(tmp_path, sheet(HEADER, line)), tmp_path)
    assert texts(table)[1] == "2,x,y,y"


def test_a_document_behind_a_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="it is behind a password"):
        read(save(tmp_path, sheet(HEADER), manifest="<manifest:encryption-data/>"), tmp_path)


def test_few_bytes_that_stand_for_many_cells_are_refused(tmp_path: Path) -> None:
    many = f'<table:table-row table:number-rows-repeated="1000000">{cell("string", "", "x") * 3}</table:table-row>'
    with pytest.raises(DataError, match="more than 2,000,000 cells"):
        read(save(tmp_path, sheet(HEADER, many)), tmp_path)
    far = '<table:table-row table:number-rows-repeated="2000000"/>'
    with pytest.raises(DataError, match="more than 2,000,000 cells"):
        read(save(tmp_path, sheet(HEADER, far, cell("string", "", "x"))), tmp_path)


def test_words_that_stand_for_words_that_stand_for_words_are_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    before = f'<!DOCTYPE x [<!ENTITY e0 "laughing">{entities}]>'
    with pytest.raises(DataError, match="not a spreadsheet that can be read"):
        read(save(tmp_path, sheet(HEADER, cell("string", "", "&e9;")), before=before), tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"id,age\n1,2\n"])
def test_what_is_no_spreadsheet_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(content)
    with pytest.raises(DataError, match=r"a\.ods: not a spreadsheet that can be read"):
        read(tmp_path / "a.ods", tmp_path)


@pytest.mark.parametrize("at", range(0, 900, 23))
def test_a_damaged_document_ends_in_tables_or_a_refusal(tmp_path: Path, at: int) -> None:
    path = save(tmp_path, sheet(HEADER, cell("float", 'office:value="1"', "1") * 3))
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= 0xFF
    path.write_bytes(content)
    try:
        assert read(path, tmp_path)
    except DataError as error:
        assert "Traceback" not in str(error)
