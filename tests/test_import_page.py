"""The import page: files in, what would come of them, changes in place, published with a name, and not where it may not be."""

from pathlib import Path
from typing import Any

import pytest

from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.cohort_store import in_force
from core.store.history import history
from core.store.location import READ_ONLY, SETTING, Location
from core.tables.import_preview import edited
from core.words.imports import choices
from tests.building import REFERENCE
from tests.test_pages import ROOT, notices, run, words

IMPORT = ROOT / "pages" / "data" / "10_import.py"
SHEET = b"ID,gender,AA type,SALT_0M,SALT later\n1,<b>woman</b>,totalis?,100,60\n2,male,OA,90,ND\n"


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Location:
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path / 'store'}")
    where = Location(tmp_path / "store")
    bring_in([REFERENCE], current(), where)
    return where


def with_file(name: str = "clinic.csv", content: bytes = SHEET) -> Any:
    app = run(IMPORT)
    app.file_uploader[0].upload(name, content)
    app.run()
    assert not app.exception
    return app


def publish(app: Any, who: str) -> Any:
    """Fills in the dialog; a test runs the whole page anew, so it is opened once more."""
    app.button(key="import_publish").click().run()
    app.text_input[-1].set_value(who)
    next(one for one in app.button if one.label == "Publish" and one.key != "import_publish").click()
    app.button(key="import_publish").click()
    app.run()
    return app.run()


def test_a_file_is_tried_at_once_and_nothing_is_published(where: Location) -> None:
    before = in_force(where)
    said = words(with_file())
    assert "Ready to be published" in said
    assert "2 patients, 2 visits." in said
    assert "<td class='number'>4</td>" not in said
    assert in_force(where) == before
    assert "86 of 86 patients" in said


def test_what_would_change_is_shown_beside_the_version_in_force(where: Location) -> None:
    said = words(with_file())
    assert "Patients: 2 new, 86 gone, 0 changed, 0 as before." in said
    assert "29/70, 41.4% (30.6–53.1%)" in said


def test_published_with_a_name_everybody_sees_it_and_the_next_export_takes_the_same_mapping(where: Location) -> None:
    app = publish(with_file(), "Dr. Sato")
    assert not app.exception
    assert "2 of 2 patients" in words(app)
    assert "Published, and in force" in words(app)
    done = history(where)[0]
    assert (done.who, done.cohort_name, [one.name for one in done.sources]) == ("Dr. Sato", "clinic", ["clinic.csv"])
    assert [one for one in app.button if one.key == "import_publish"] == []
    app.button(key="import_other").click().run()
    assert "Ready to be published" not in words(app)
    app.file_uploader[0].upload("clinic.csv", SHEET + b"3,male,AU,80,40\n")
    app.run()
    assert app.selectbox(key="import_origin").value == "last"
    assert "3 patients, 3 visits" in words(app)


def test_without_a_name_nothing_is_published(where: Location) -> None:
    before = in_force(where)
    app = with_file()
    app.button(key="import_publish").click().run()
    next(one for one in app.button if one.label == "Publish" and one.key != "import_publish").click()
    app.button(key="import_publish").click()
    app.run()
    assert "Write your name" in notices(app)[-1]
    assert in_force(where) == before


def test_a_column_is_taken_as_something_else_in_place(where: Location) -> None:
    app = with_file()
    assert "4 of 5 columns are taken." in words(app)
    edits = {4: {"Taken as": "Visits: SALT (%)", "Month": "3"}}
    made, base = app.session_state["import_draft"], app.session_state["import_columns_0_1_base"]
    made.uses["clinic"] = edited(base, edits, choices(current()))  # as the editor's callback does; a test cannot type in it
    app.run()
    assert not app.exception
    assert "5 of 5 columns are taken." in words(app)
    assert "2 patients, 3 visits" in words(app)


def test_a_word_that_is_not_known_is_explained_once(where: Location) -> None:
    app = with_file()
    assert "Words that are not known" in words(app)
    app.selectbox(key="import_word_aa_type_totalis?").set_value("AT").run()
    assert not app.exception
    made = app.session_state["import_draft"]
    assert made.words == {("aa_type", "totalis?"): "AT"}
    assert "totalis?" not in str([one.found for one in made.tried[1].outcome.findings if one.severity == "emptied"])
    app.selectbox(key="import_word_aa_type_totalis?").set_value("\0").run()
    assert made.words == {}


def test_cells_are_never_read_as_markup(where: Location) -> None:
    said = words(with_file(content=SHEET.replace(b"gender", b"<img src=x>")))
    assert "<img" not in said
    assert "<b>woman" not in said


def test_a_file_that_cannot_be_read_says_why(where: Location) -> None:
    app = with_file("clinic.csv", b"")
    assert "import_draft" not in app.session_state
    assert app.file_uploader
    app = with_file("patient.csv", b"name,age\na,1\n")
    assert "Cannot be published" in words(app)
    assert [one for one in app.button if one.key == "import_publish"] == []


def test_files_are_there_still_after_a_look_at_another_page(where: Location) -> None:
    app = with_file()
    app.switch_page("../../pages/data/20_definitions.py").run()
    app.switch_page("../../pages/data/10_import.py").run()
    assert "Ready to be published" in words(app)


def test_where_nothing_may_be_changed_no_file_is_asked_for(where: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(READ_ONLY, "1")
    app = run(IMPORT)
    assert not app.file_uploader
    assert "Nothing can be imported here" in words(app)


def test_patients_are_published_under_pseudonyms_where_that_is_switched_on(where: Location) -> None:
    app = with_file()
    app.toggle(key="import_hash").set_value(True).run()
    assert not app.exception
    made = app.session_state["import_draft"]
    assert made.guards == {"patient_id": "hash"}
    assert made.tried[1].outcome.version.pseudonyms
    app.toggle(key="import_hash").set_value(False).run()
    assert not made.tried[1].outcome.version.pseudonyms


def test_a_column_of_names_is_told_and_its_cells_are_not_shown(where: Location) -> None:
    app = with_file(content="ID,氏名,カルテ番号,gender\n1,佐藤 花子,8812,F\n".encode())
    said = words(app) + str([one.value.to_dict() for one in app.dataframe])
    assert "氏名: looks like a person&#x27;s name. Not imported, and shown nowhere." in said
    assert "佐藤" not in said
    assert "withheld" in said


def test_a_site_is_added_beside_the_others_in_place(where: Location) -> None:
    app = with_file()
    app.text_input(key="import_site").set_value("Kyoto").run()
    assert not app.exception
    assert "Kyoto is added: 2 patients." in words(app)  # in the place of the simulated ones
    real = with_file()
    publish(real, "Ann")
    app = with_file("kyoto.csv", SHEET.replace(b"1,<", b"7,<").replace(b"2,male", b"8,male"))
    app.text_input(key="import_site").set_value("Kyoto").run()
    assert "Kyoto is added: 2 patients. Kept: 2 patients without a site." in words(app)


def test_marks_in_a_word_of_the_clinic_are_no_markup(where: Location) -> None:
    app = with_file(content=b"ID,gender\n1,![x](http://a.b/c) **M**\n2,F\n")
    (label,) = [one.label for one in app.selectbox if str(one.key).startswith("import_word")]
    assert label == r"Sex\: \!\[x\]\(http\:\/\/a\.b\/c\) \*\*M\*\*"


def test_pseudonyms_are_switched_on_for_record_numbers_and_can_be_switched_off(where: Location) -> None:
    app = with_file(content="カルテ番号,gender,SALT_0M\n8812,F,90\n8813,M,80\n".encode())
    assert app.toggle(key="import_hash").value
    made = app.session_state["import_draft"]
    assert made.tried[1].outcome.version.pseudonyms
    app.toggle(key="import_hash").set_value(False).run()
    assert not app.exception
    assert not made.tried[1].outcome.version.pseudonyms


def on(app: Any) -> tuple[bool, bool]:
    """Where the switch of pseudonyms stands, and whether there would be any."""
    return app.toggle(key="import_hash").value, app.session_state["import_draft"].tried[1].outcome.version.pseudonyms


def test_the_switch_of_pseudonyms_always_stands_where_publishing_would(where: Location) -> None:
    app = with_file(content="カルテ番号,gender,SALT_0M\n8812,F,90\n8813,M,80\n".encode())
    assert on(app) == (True, True)
    app.selectbox(key="import_guard_カルテ番号").set_value("keep").run()
    assert on(app) == (False, False)
    app.toggle(key="import_hash").set_value(True).run()
    assert on(app) == (True, True)
    app.switch_page("../../pages/data/20_definitions.py").run()
    app.switch_page("../../pages/data/10_import.py").run()
    assert on(app) == (True, True)


def test_what_was_chosen_is_there_still_after_a_look_at_another_page(where: Location) -> None:
    publish(with_file(), "Ann")
    app = with_file("next.csv", SHEET)
    app.selectbox(key="import_origin").set_value("suggested").run()
    app.toggle(key="import_hash").set_value(True).run()
    assert on(app) == (True, True)
    app.switch_page("../../pages/data/20_definitions.py").run()
    app.switch_page("../../pages/data/10_import.py").run()
    assert app.selectbox(key="import_origin").value == "suggested"
    assert on(app) == (True, True)


def test_files_of_the_same_name_and_a_mapping_alone_say_what_is_wrong(where: Location) -> None:
    app = run(IMPORT)
    app.file_uploader[0].upload("a.csv", SHEET)
    app.file_uploader[0].upload("a.csv", SHEET)
    app.run()
    assert "two files called" in notices(app)[0]
    app = run(IMPORT)
    app.file_uploader[0].upload("a.toml", b"")
    app.run()
    assert "no file with data in it" in notices(app)[0]


def test_after_publishing_the_page_of_versions_names_the_one_in_force(where: Location) -> None:
    app = publish(with_file(), "Ann")
    digest = app.session_state["import_draft"].tried[1].outcome.version.digest
    said = words(run(ROOT / "pages" / "data" / "18_versions.py"))
    assert f"In force {digest[:8]}" in said
