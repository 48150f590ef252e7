"""The page of versions: what is listed and compared, the way back, removal, and nothing of it where it is not allowed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import current
from core.domain.history import ImportLog, SourceFile
from core.ingest import bundle
from core.store.cohort_store import in_force
from core.store.history import history
from core.store.location import READ_ONLY, SETTING, Location
from core.store.publish import publish
from core.store.releases import all_versions, path_of
from tests.test_pages import ROOT, address, notices, run, words

VERSIONS = ROOT / "pages" / "data" / "18_versions.py"
LOG = ImportLog(
    who="Dr. <b>Sato", sources=(SourceFile(name="a<i>.csv", bytes=2100, sha256="ab" * 32),), mapping='[[source]]\ntitle = "x"'
)
Import = Callable[..., str]


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Location:
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path / 'store'}")
    return Location(tmp_path / "store")


@pytest.fixture
def bring(write_tables: Callable[..., Path], where: Location, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Publishes patients, given as pairs of a pseudonym and an age, each with two visits; the digest."""
    monkeypatch.setattr(bundle, "publish", lambda *given: publish(*given[:5], log=LOG))

    def made(**ages: int) -> str:
        people = [{"patient_id": one, "sex": "F", "age_years": age} for one, age in ages.items()]
        visits = [{"patient_id": one, "month": month, "salt": 80 - 8 * month} for one in ages for month in (0, 9)]
        return bundle.bring_in([write_tables(patient=people, visit=visits)], current(), where).version.digest

    return made


def confirm(app: Any, name: str, opener: str) -> Any:
    """Fills in the dialog that a button opened and confirms it; a test runs the whole page anew, so it is opened once more."""
    app.text_input[-1].set_value(name)
    label = app.button(key=opener).label
    next(one for one in app.button if one.label == label and one.key != opener).click()
    app.button(key=opener).click()
    return app.run()


def test_one_version_alone_is_listed_and_compared_with_nothing(bring: Import) -> None:
    digest = bring(a=30)
    app = run(VERSIONS)
    assert digest[:8] in words(app)
    assert "There is one version." in words(app)
    assert [one.key for one in app.button if one.key in ("put_back", "remove")] == []


def test_every_version_is_listed_and_the_one_before_is_compared(bring: Import) -> None:
    bring(a=30)
    before, after = bring(a=30, b=40), bring(a=31, b=40, c=50)
    app = run(VERSIONS)
    said = words(app)
    assert f"<th scope='row'>{after[:8]}</th><td class='short'>In force</td>" in said
    assert f"Version {before[:8]}" in said
    assert "Patients: 1 new, 0 gone, 1 changed, 1 as before." in said
    assert "SALT ≤20 at month 9, of completers</th><td class='short'>2/2, 100.0% (34.2–100.0%)</td>" in said
    assert "Dr. &lt;b&gt;Sato" in said
    assert "<b>Sato" not in said
    assert notices(app) == []


def test_a_link_restores_the_version_that_is_compared(bring: Import) -> None:
    first = bring(a=30)
    bring(a=30, b=40)
    bring(a=31, b=40, c=50)
    app = run(VERSIONS, version=first)
    assert f"Version {first[:8]}" in words(app)
    assert address(app)["version"] == first
    said = notices(run(VERSIONS, version="nothing"))[0]
    assert "version=nothing, which is not on offer here" in said


def test_an_earlier_version_is_put_in_force_after_a_name_and_shows_at_once(bring: Import, where: Location) -> None:
    first, second = bring(a=30), bring(a=30, b=40)
    app = run(VERSIONS)
    assert "2 of 2 patients" in words(app)
    app.button(key="put_back").click().run()
    assert first[:8] in words(app)
    confirm(app, "", "put_back")
    assert "Write your name" in notices(app)[-1]
    assert second in in_force(where).name
    confirm(app, "Ann", "put_back")
    assert not app.exception
    assert first in in_force(where).name
    assert (history(where)[0].action, history(where)[0].who) == ("put back", "Ann")
    app.run()
    assert "1 of 1 patient" in words(app)
    assert f"Version {second[:8]}" in words(app)


def test_an_earlier_version_is_removed_after_a_name(bring: Import, where: Location) -> None:
    first, second, third = bring(a=30), bring(a=30, b=40), bring(a=31)
    app = run(VERSIONS, version=first)
    app.button(key="remove").click().run()
    confirm(app, "Ben", "remove")
    app.run()
    assert not app.exception
    assert [one.digest for one in all_versions(current(), where).releases] == [third, second]
    assert first[:8] not in words(app)
    assert f"Version {second[:8]}" in words(app)
    assert history(where)[0].who == "Ben"


def test_what_goes_wrong_is_told_in_the_dialog(bring: Import, where: Location) -> None:
    bring(a=30)
    second = bring(a=30, b=40)
    app = run(VERSIONS)
    app.button(key="put_back").click().run()
    (where.folder / ".lock").unlink()
    (where.folder / ".lock").mkdir()
    confirm(app, "Ann", "put_back")
    assert "cannot be written (Is a directory)" in notices(app)[-1]
    assert second in in_force(where).name


def test_where_nothing_may_be_changed_there_is_no_button_and_a_sentence(bring: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(a=30)
    bring(a=30, b=40)
    monkeypatch.setenv(READ_ONLY, "1")
    app = run(VERSIONS)
    assert [one.key for one in app.button if one.key in ("put_back", "remove")] == []
    assert "can be looked at here, and not be changed" in words(app)


def test_a_version_that_cannot_be_read_is_listed_and_cannot_be_put_in_force(bring: Import, where: Location) -> None:
    first = bring(a=30)
    bring(a=30, b=40)
    path = path_of(where, first)
    path.chmod(0o600)
    path.write_bytes(b"x")
    app = run(VERSIONS)
    assert "Cannot be read" in words(app)
    assert "damaged or of another program" in notices(app)[0]
    assert app.button(key="put_back").disabled
    assert not app.button(key="remove").disabled


def test_files_mapping_and_history_are_there_to_be_opened(bring: Import) -> None:
    bring(a=30)
    bring(a=30, b=40)
    app = run(VERSIONS)
    for drawer in ("sources", "events", "patients", "variables"):
        app.session_state[f"{drawer}_drawer"] = True
    app.run()
    assert not app.exception
    said = words(app)
    assert "a&lt;i&gt;.csv" in said
    assert "2.1 kB" in said
    assert "ab" * 32 in said
    assert app.code[0].value == LOG.mapping
    assert "Everything that was done" in said
    assert app.dataframe[-1].value.to_dict("records") == [{"Patient": "b", "Became": "New", "What changed": ""}]


@pytest.mark.parametrize("card", ["versions", "headlines", "changes", "patients_changed", "events_done"])
def test_every_table_can_be_taken_home(bring: Import, card: str) -> None:
    bring(a=30, b=20)
    bring(a=31, c=50)
    app = run(VERSIONS)
    for drawer in ("events", "patients"):
        app.session_state[f"{drawer}_drawer"] = True
    app.run()
    app.button(key=f"{card}_take").click().run()
    assert not app.exception
    assert {button.label for button in app.get("download_button")} >= {"CSV", "XLSX"}


def test_filtered_to_nobody_versions_are_still_compared(bring: Import) -> None:
    bring(a=30)
    bring(a=30, b=40)
    said = words(run(VERSIONS, where="age_years=119..120"))
    assert "Patients: 1 new, 0 gone, 0 changed, 1 as before." in said
    assert "0/0, –" in said
