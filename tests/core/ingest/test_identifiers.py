"""Columns by which somebody could be known: told from those that only look so, and treated as the mapping says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.contacts import contact_in
from core.domain.identifiers import Flagged
from core.domain.mapping import ImportMapping
from core.ingest.apply import flagged
from core.ingest.bundle import NO_MAPPING, completed
from core.ingest.files import number_column, read_files
from core.ingest.identifying_names import named_like

ROOT = Path(__file__).parents[3]
TESTS = ROOT / "tests"
NAME, BIRTH, ADDRESS = "a person's name", "a date of birth", "an address or postcode"
INNOCENT = (
    "file name, drug_name, 薬剤名, term name, preferred_term_name, site name, 施設名, 病院名, 病名, 検査名, ファイル名, 名称",
    "study no, subject_id, 患者ID, 患者番号, 症例番号, record_id, study_id, redcap_event_name, number, no, No.",
    "given_birth, birth control, birth weight, 出生体重, カナダ, 姓別, 月, 備考, コメント, SALT_6M_コメント, カルテ記載, 名義",
    "phone_visit, telephone call done, 電話再診, 電話診察, mobile app, microphone, tell, hotel, telmisartan, T cells",
    "ip address, addressed, 郵送, zipper, streetwise, email sent, 保険種別, insurance type",
)
PHONE, MAIL, NUMBER = "a telephone number", "an e-mail address", "a record or insurance number"


@pytest.mark.parametrize(
    ("what", "columns"),
    [
        (
            NAME,
            "name, Name, patient name, PatientName, surname, first_name, LAST NAME, 氏名, 患者名, フリガナ, ﾌﾘｶﾞﾅ, カナ, 姓, 名",
        ),
        (NAME, "氏 名, 患者氏名, 氏名（カナ）, initials, next_of_kin_contact_name"),
        (BIRTH, "DOB, dob, date_of_birth, BirthDate, birth date, BRTHDTC, 生年月日, ご生年月日, 誕生日, 生年月日(西暦)"),
        (ADDRESS, "address, home_address, Address 1, zip, ZIP code, postcode, 住所, 現住所, 〒, 郵便番号, 患者住所"),
        (
            PHONE,
            "phone, telephone_1, HomePhone, TEL, ＴＥＬ, TEL番号, fax, mobile, 電話番号, 携帯, 緊急連絡先, FAX番号",
        ),
        (MAIL, "email, E-mail, email address, mail, メール, メールアドレス, Eメール"),
        (
            NUMBER,
            "MRN, mrn, medical_record_number, chart no, SSN, nhs_number, insurance number, カルテ番号, カルテNo., 診察券番号",
        ),
        (NUMBER, "保険証番号, 被保険者番号, マイナンバー, 診療録番号"),
    ],
)
def test_columns_are_known_by_their_names(what: str, columns: str) -> None:
    assert {one: named_like(one) for one in columns.split(", ")} == dict.fromkeys(columns.split(", "), what)


@pytest.mark.parametrize("columns", INNOCENT)
def test_columns_that_only_look_so_are_left_alone(columns: str) -> None:
    assert [one for one in columns.split(", ") if named_like(one)] == []


EXPECTED = {
    "redcap/longitudinal": (
        "first_name, last_name, telephone_1, email, dob, ec_phone, next_of_kin_contact_name, next_of_kin_contact_address, "
        "next_of_kin_contact_phone"
    ),
    "redcap/repeating-instruments": "first_name, dob",
}
FOLDERS = ("import_cases", "cdisc")
FILES = [path for folder in FOLDERS for path in sorted((TESTS / folder).iterdir()) if path.suffix not in (".md", ".json")]
REDCAP = [[TESTS / f"{name}.data.csv", TESTS / f"{name}.dictionary.csv"] for name in EXPECTED]
REFERENCE = [[ROOT / "data" / "reference"], [ROOT / "data" / "reference" / "source"]]


@pytest.mark.parametrize("paths", [*REDCAP, *REFERENCE, *([one] for one in FILES)], ids=lambda paths: paths[0].name)
def test_of_all_files_here_only_those_of_redcap_hold_such_columns(paths: list[Path], tmp_path: Path) -> None:
    sources = read_files(paths, tmp_path, number_column(current()))
    mapping = completed(current(), sources, NO_MAPPING)
    found = {one.column for source in sources for one in flagged(source, mapping)}
    name = f"redcap/{paths[0].name.removesuffix('.data.csv')}"
    assert found == set(EXPECTED[name].split(", ") if name in EXPECTED else ())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("taro@example.co.jp", MAIL),
        ("write to Taro <t.yamada+x@mail.example.com>.", MAIL),
        ("ｔａｒｏ＠example.com", MAIL),
        ("03-1234-5678", PHONE),
        ("０３－１２３４－５６７８", PHONE),
        ("(03)1234-5678", PHONE),
        ("045-123-4567", PHONE),
        ("0466-12-3456", PHONE),
        ("自宅 090-1234-5678 (夜)", PHONE),
        ("09012345678", PHONE),
        ("0120-123-456", PHONE),
        ("(415) 555-1212", PHONE),
        ("415.555.1212", PHONE),
        ("+81 90-1234-5678", PHONE),
        ("+44 20 7946 0958", PHONE),
        ("+14155551212", PHONE),
        ("2022-07-11", ""),
        ("2022/7/11", ""),
        ("11-07-2022", ""),
        ("20220711", ""),
        ("2022-07-11 09:30:00", ""),
        ("01-701-1015", ""),  # a subject of CDISC's example
        ("CDISCPILOT01-01-701-1015", ""),
        ("001-701-1015", ""),
        ("0001234567", ""),  # a patient's number
        ("1234567890", ""),
        ("100.0", ""),
        ("20-30", ""),
        ("3.5 mg @ 8 am", ""),
        ("100-200-300", ""),
        ("0.123456789012", ""),
        ("+5", ""),
        ("1.23e+10", ""),
        ("", ""),
    ],
)
def test_contacts_are_told_from_dates_scores_and_numbers(text: str, what: str) -> None:
    assert contact_in(text) == what


def test_long_and_hostile_texts_are_looked_at_quickly() -> None:
    for text in ("a@" * 500_000, "a." * 500_000, "0-" * 500_000, "+1 " * 300_000, "@" * 1_000_000, "a@" + "b." * 500_000):
        assert contact_in(text) in ("", MAIL, PHONE)


@pytest.fixture
def flags(tmp_path: Path) -> Callable[..., dict[str, Flagged]]:
    def found(text: str, mapping: ImportMapping = NO_MAPPING, more: str = "") -> dict[str, Flagged]:
        (tmp_path / "data.csv").write_text(text, encoding="utf-8")
        paths, made = [tmp_path / "data.csv"], tmp_path / "made"
        if more:
            (tmp_path / "dictionary.csv").write_text(more, encoding="utf-8")
            paths.append(tmp_path / "dictionary.csv")
        made.mkdir()
        sources = read_files(paths, made, number_column(current()))
        return {one.column: one for one in flagged(sources[0], completed(current(), sources, mapping))}

    return found


def test_a_column_is_flagged_with_why_what_becomes_of_it_and_what_it_is_mapped_to(
    flags: Callable[..., dict[str, Flagged]],
) -> None:
    mapping = ImportMapping(identifiers=(("patient_id", "hash"), ("備考", "drop"), ("年齢", "keep")))
    found = flags("患者ID,年齢,氏名,生年月日,備考,site\n1,30,山田,1990-01-01,x,tel 03-1234-5678\n", mapping)
    assert found == {
        "患者ID": Flagged(column="患者ID", why="", treatment="hash", variable="patient_id", chosen=True),
        "年齢": Flagged(column="年齢", why="", treatment="keep", variable="age_years", chosen=True),
        "氏名": Flagged(column="氏名", why="looks like a person's name", treatment="drop"),
        "生年月日": Flagged(
            column="生年月日", why="looks like a date of birth", treatment="keep", variable="age_years as a date"
        ),
        "備考": Flagged(column="備考", why="", treatment="drop", chosen=True),
        "site": Flagged(column="site", why="holds a telephone number", treatment="keep", variable="site"),
    }
    assert [name for name, one in found.items() if one.withheld] == ["氏名", "備考"]


def test_a_dictionary_marks_columns_that_nothing_else_would_tell(flags: Callable[..., dict[str, Flagged]]) -> None:
    header = 'Variable / Field Name,Form Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels",Identifier?\n'
    dictionary = header + "study_id,f,text,Study,,\nnotes,f,notes,Notes,,y\nage,f,text,Age,,\n"
    found = flags("study_id,age,notes\n1,30,x\n", more=dictionary)
    assert {name: one.why for name, one in found.items()} == {"notes": "the data dictionary marks it as an identifier"}


def test_identifiers_of_patients_are_not_taken_for_telephone_numbers(flags: Callable[..., dict[str, Flagged]]) -> None:
    assert flags("patient_id,age_years\n415-555-1212,30\n") == {}
