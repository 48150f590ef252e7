"""How files name the columns by which somebody can be known, in English and Japanese.

English is compared word by word (telephone_1 and HomePhone have the word phone or telephone, "microphone" has not), Japanese
anywhere in a name. The more telling kinds come first: an "email address" is no address.
"""

import re
from dataclasses import dataclass

from core.ingest.cells import folded
from core.ingest.column_names import name_key

RECORD = "a record or insurance number"
_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifying:
    """A kind of column: `words` that occur in its name in this order, `whole` names, Japanese `parts` of names; and what a
    name that looks so but means something else has in it."""

    what: str
    words: tuple[str, ...]
    whole: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    unless_words: tuple[str, ...] = ()
    unless_parts: tuple[str, ...] = ()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(","))


KINDS = (
    Identifying(
        what="an e-mail address",
        words=_listed("email, e mail, mail address, mailaddress, emailaddress, emails"),
        whole=_listed("mail, メール, eメール"),
        parts=_listed("メールアドレス, メアド, 電子メール"),
        unless_words=_listed("sent, consent, reminder, opened"),
        unless_parts=_listed("同意, 配信"),
    ),
    Identifying(
        what="a telephone number",
        words=_listed(
            "phone, telephone, tel, fax, cellphone, mobilephone, homephone, phonenumber, phoneno, telno, telephonenumber, "
            "mobile number, mobile no, cell number, contact number, pager"
        ),
        whole=_listed("mobile"),
        parts=_listed("電話, 携帯, ファックス, ファクス, ファクシミリ, 連絡先"),
        unless_words=_listed("visit, call, consultation, interview, assessment, followup, survey, app"),
        unless_parts=_listed("電話診, 電話再診, 電話相談, 電話問診, 電話確認, 電話指導, 電話フォロー, 携帯用"),
    ),
    Identifying(
        what="a date of birth",
        words=_listed("dob, date of birth, birth date, birthdate, birthday, birth day, date birth, brthdt, brthdtc, birthdt"),
        parts=_listed("生年月, 誕生日, 出生日, 出生年月日"),
    ),
    Identifying(
        what="an address or postcode",
        words=_listed("address, addr, street, postcode, post code, postal code, postalcode, zip, zipcode"),
        parts=_listed("住所, 〒, 郵便番号, 居住地, 本籍, 番地, 現住"),
        unless_words=_listed("ip, mac, web, url"),
    ),
    Identifying(
        what=RECORD,
        words=_listed(
            "mrn, medical record, record number, record no, chart number, chart no, chart id, hospital number, hospital no, "
            "ssn, social security, nhs number, nhs no, insurance number, insurance no, insurance id, insurance card, "
            "policy number, passport, driving licence, driver license, drivers license, national id, my number, mynumber, karte"
        ),
        whole=_listed("カルテ, 診療録, 保険証"),
        parts=_listed(
            "カルテ番号, カルテno, カルテid, 診察券, 診療録番号, 保険証番号, 保険証記号, 保険者番号, 被保険者, マイナンバー, "
            "個人番号, 受給者番号, 受給者証, 免許証, パスポート, 年金番号"
        ),
    ),
    Identifying(
        what="a person's name",
        words=_listed(
            "surname, forename, first name, last name, family name, given name, middle name, full name, maiden name, "
            "firstname, lastname, familyname, givenname, fullname, middlename, patient name, patientname, subject name, "
            "participant name, pt name, person name, contact name, kin name, mother name, father name, spouse name, "
            "guardian name, name kana, kana name, initials, furigana, nickname"
        ),
        whole=_listed("name, names, 名前, 姓, 名, カナ, かな, カナ名, せい, めい"),
        parts=_listed("氏名, 姓名, 患者名, フリガナ, ふりがな, 患者カナ, お名前, 苗字, 名字, 旧姓, 患者の名前, イニシャル"),
    ),
)


def named_like(column: str) -> str:
    """What the name of a column promises, "a person's name" for 氏名; empty where it promises nothing of the kind."""
    usual = folded(column)
    words = f" {' '.join(_WORDS.findall(_CAPITALS.sub(' ', usual).lower()))} "
    return next((kind.what for kind in KINDS if _is(kind, words, name_key(usual))), "")


def _is(kind: Identifying, words: str, key: str) -> bool:
    if any(f" {one} " in words for one in kind.unless_words) or any(one in key for one in kind.unless_parts):
        return False
    plain = words.strip() if words.strip() and key.isascii() else key
    return plain in kind.whole or any(f" {one} " in words for one in kind.words) or any(one in key for one in kind.parts)
