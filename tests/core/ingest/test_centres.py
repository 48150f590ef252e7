"""Centres that are brought in one by one: one is added or replaced, the others stay with where they are from."""

import csv
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.analysis.events import adverse_events
from core.analysis.lab_course import lab_course
from core.catalogue import current
from core.cli import main
from core.domain.cells import Reading
from core.domain.centres import Centre, SiteChange
from core.domain.errors import CohortError, DataError, RequestError, StoreOutdated, StoreUnreadable
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.domain.imports import ImportResult, Said
from core.domain.lab_course import LabSpec
from core.domain.mapping import ImportMapping
from core.domain.provenance import About
from core.domain.variable import Variable
from core.ingest.bundle import bring_in
from core.ingest.export_folder import write_folder
from core.ingest.mapping_file import as_toml, from_toml
from core.store.cohort_store import current_store, in_force
from core.store.compare_versions import compare_versions
from core.store.history import HISTORY, history
from core.store.location import SETTING, Location
from core.store.parts import Part
from core.store.publish import publish
from core.words.history import event_line
from core.words.problems import site_line
from tests.building import REFERENCE

CATALOGUE = current()
TABLES = tuple(table.name for table in CATALOGUE.tables)
Tables = dict[str, Sequence[Mapping[str, object]]]


@pytest.fixture
def where(tmp_path: Path) -> Location:
    return Location(tmp_path / "store")


def tables(first: str, n: int = 3, salt: float = 80.5) -> Tables:
    """Patients of one centre with visits, an event and blood tests each."""
    ids = [f"{first}{at:03d}" for at in range(n)]
    return {
        "patient": [{"patient_id": one, "sex": "F", "age_years": 30.25, "atopic_dermatitis": 1, "drug": "x, y"} for one in ids],
        "visit": [{"patient_id": one, "month": month, "salt": salt - month / 7} for one in ids for month in (0, 3)],
        "adverse_event": [{"patient_id": one, "term": "Acne", "grade": 1, "onset_month": 1.5} for one in ids],
        "lab": [{"patient_id": one, "month": 0, "test": "ALT", "value": 20.1, "unit": "U/L", "upper_limit": 40} for one in ids],
    }  # fmt: skip


def write(folder: Path, content: Tables, prefix: str = "") -> list[Path]:
    """The tables as files `<prefix><table>.csv` in a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, rows in content.items():
        paths.append(folder / f"{prefix}{name}.csv")
        with paths[-1].open("w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
    return paths


def asked(where: Location, question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(in_force(where)), read_only=True) as con:
        return con.execute(question).fetchall()


def provenance(where: Location, site: str) -> list[tuple[Any, ...]]:
    """Every row of a site with all it says, and where it is from."""
    found = []
    for name in TABLES:
        mine = f"patient_no IN (SELECT patient_no FROM patient WHERE site = '{site}')"
        found += asked(
            where, f"SELECT '{name}', * EXCLUDE (patient_no) FROM {name} JOIN origin USING (source) WHERE {mine} ORDER BY ALL"
        )
    return found  # fmt: skip


@pytest.fixture
def add(tmp_path: Path, where: Location) -> Callable[..., ImportResult]:
    """Brings in one centre from files called after it."""

    def bring(site: str, n: int = 3, salt: float = 80.5, **more: Any) -> ImportResult:
        paths = write(tmp_path / f"in-{site}", tables(site[:1], n, salt), f"{site} 2026 ")
        return bring_in(paths, CATALOGUE, where, said=Said(site=site), **more)

    return bring


def test_a_centre_is_added_and_the_others_keep_every_row_with_its_file(
    add: Callable[..., ImportResult], where: Location
) -> None:
    first = add("Osaka")
    assert first.site == SiteChange(site="Osaka", before=0, after=3)
    before = provenance(where, "Osaka")
    assert len(before) == 3 + 6 + 3 + 3
    second = add("Kyoto", 4)
    assert second.site == SiteChange(site="Kyoto", before=0, after=4, kept=(("Osaka", 3),))
    assert provenance(where, "Osaka") == before
    assert {row[-1] for row in provenance(where, "Kyoto")} == {f"Kyoto 2026 {name}.csv" for name in TABLES}
    assert asked(where, "SELECT site, count(*) FROM cohort GROUP BY 1 ORDER BY 1") == [("Kyoto", 4), ("Osaka", 3)]
    assert second.version.patients == 7
    assert second.version.sources == tuple(f"{site} 2026 {name}.csv" for site in ("Osaka", "Kyoto") for name in TABLES)
    assert second.version.cohort_name == first.version.cohort_name == "in-Osaka"


def test_a_centre_that_is_there_is_replaced_as_a_whole(add: Callable[..., ImportResult], where: Location) -> None:
    add("Osaka")
    add("Kyoto", 4, salt=60)
    older = in_force(where)
    result = add("Kyoto", 2, salt=70)
    assert result.site == SiteChange(site="Kyoto", before=4, after=2, kept=(("Osaka", 3),))
    assert asked(where, "SELECT count(*) FROM visit WHERE salt = 60") == [(0,)]
    changes = compare_versions(older, in_force(where), CATALOGUE)
    assert (changes.new, changes.gone, changes.changed, changes.after) == (0, 2, 2, 5)
    assert changes.gone_ids == ("K002", "K003")


def test_rows_can_be_traced_to_their_file_after_ten_further_imports(add: Callable[..., ImportResult], where: Location) -> None:
    add("Osaka")
    before = provenance(where, "Osaka")
    for turn in range(10):
        add(f"{'KS'[turn % 2]}ite", 2 + turn, salt=50 + turn)
    assert provenance(where, "Osaka") == before
    assert asked(where, "SELECT count(*) - count(DISTINCT source) FROM origin") == [(0,)]
    orphans = " UNION ALL ".join(f"SELECT source FROM {name}" for name in TABLES)
    assert asked(where, f"SELECT count(*) FROM ({orphans}) WHERE source NOT IN (SELECT source FROM origin)") == [(0,)]


def test_centres_one_by_one_are_the_same_cohort_as_all_at_once(
    add: Callable[..., ImportResult], where: Location, tmp_path: Path
) -> None:
    add("Osaka")
    apart = add("Kyoto", 40).version
    both = {name: [*tables("O")[name], *tables("K", 40)[name]] for name in TABLES}
    both["patient"] = [one | {"site": "Osaka" if str(one["patient_id"])[0] == "O" else "Kyoto"} for one in both["patient"]]
    write(tmp_path / "in-Osaka-all", both)
    (tmp_path / "in-Osaka-all" / "about.toml").write_text('name = "in-Osaka"')
    together = Location(tmp_path / "together")
    assert bring_in([tmp_path / "in-Osaka-all"], CATALOGUE, together).version.digest == apart.digest
    for name in ("patient", *TABLES[1:], "cohort", "lab_value", "lab_patient", "special_event"):
        columns = "* EXCLUDE (source, source_row)" if name in TABLES else "*"
        question = f"SELECT {columns} FROM {name} ORDER BY ALL"
        assert asked(where, question) == asked(together, question), name


def test_the_counts_of_an_import_are_those_of_its_own_files(add: Callable[..., ImportResult], where: Location) -> None:
    add("Osaka", 30)
    result = add("Kyoto", 4)
    assert [(one.table, one.came, one.taken, one.left_out) for one in result.accounts] == [
        ("patient", 4, 4, 0),
        ("visit", 8, 8, 0),
        ("adverse_event", 4, 4, 0),
        ("lab", 4, 4, 0),
    ]
    assert not [one for one in result.findings if "Osaka" in one.file]
    assert (history(where)[0].taken, history(where)[0].left_out) == (20, 0)


def test_without_a_site_everything_is_replaced(add: Callable[..., ImportResult], where: Location, tmp_path: Path) -> None:
    add("Osaka")
    result = bring_in(write(tmp_path / "new", tables("N")), CATALOGUE, where)
    assert (result.site, result.version.patients) == (None, 3)
    assert asked(where, "SELECT count(*) FROM patient WHERE site IS NOT NULL") == [(0,)]


def test_a_dry_run_tells_which_would_be_kept_and_changes_nothing(add: Callable[..., ImportResult], where: Location) -> None:
    add("Osaka")
    before = sorted(path.name for path in where.folder.iterdir())
    tried = add("Kyoto", 4, dry_run=True)
    assert sorted(path.name for path in where.folder.iterdir()) == before
    done = add("Kyoto", 4)
    assert (tried.site, tried.version.digest) == (done.site, done.version.digest)


def test_a_file_that_names_another_site_is_refused_with_what_to_do(where: Location, tmp_path: Path) -> None:
    content = tables("K", 5)
    sites = ["Kyoto", "", "Osaka", "Osaka", "kyoto"]
    content["patient"] = [one | {"site": site} for one, site in zip(content["patient"], sites, strict=True)]
    paths = write(tmp_path / "in", content)
    with pytest.raises(DataError) as caught:
        bring_in(paths, CATALOGUE, where, said=Said(site="Kyoto"))
    problems = caught.value.problems
    assert [(one.row, one.column, one.found, one.severity) for one in problems] == [
        (4, "site", "Osaka", "blocks"),
        (6, "site", "kyoto", "blocks"),
    ]
    assert "(2 such rows)" in problems[0].rule
    assert "take the column out of the mapping" in problems[0].remedy
    assert not where.current.exists()


def test_a_column_of_the_same_site_is_no_problem_and_empty_cells_are_filled(where: Location, tmp_path: Path) -> None:
    content = tables("K", 2)
    content["patient"] = [one | {"site": site} for one, site in zip(content["patient"], ("Kyoto", ""), strict=True)]
    bring_in(write(tmp_path / "in", content), CATALOGUE, where, said=Said(site="Kyoto"))
    assert asked(where, "SELECT DISTINCT site FROM patient") == [("Kyoto",)]


def test_patients_who_are_only_named_by_their_visits_are_of_the_site_too(where: Location, tmp_path: Path) -> None:
    bring_in(write(tmp_path / "in", {"visit": tables("K")["visit"]}), CATALOGUE, where, said=Said(site="Kyoto"))
    assert asked(where, "SELECT site, count(*) FROM patient GROUP BY 1") == [("Kyoto", 3)]


def test_an_identifier_of_another_site_is_refused_and_a_prefix_tells_them_apart(where: Location, tmp_path: Path) -> None:
    bring_in(write(tmp_path / "osaka", tables("p", 150)), CATALOGUE, where, said=Said(site="Osaka"))
    paths = write(tmp_path / "kyoto", tables("P", 150))
    before = in_force(where)
    with pytest.raises(DataError) as caught:
        bring_in(paths, CATALOGUE, where, said=Said(site="Kyoto"))
    problems = caught.value.problems
    assert len(problems) == 100
    assert (problems[0].file, problems[0].row, problems[0].column, problems[0].found) == (
        "patient.csv",
        2,
        "patient_id",
        "P000",
    )
    assert "of Osaka (150 rows; the first 100 are listed)" in problems[0].rule
    assert "KYO-" in problems[0].remedy
    assert in_force(where) == before
    result = bring_in(paths, CATALOGUE, where, ImportMapping(prefix="KYO-"), said=Said(site="Kyoto"))
    assert result.site == SiteChange(site="Kyoto", before=0, after=150, kept=(("Osaka", 150),))
    assert asked(where, "SELECT min(patient_id) FROM lab JOIN patient USING (patient_id) WHERE site = 'Kyoto'") == [
        ("KYO-P000",)
    ]


def test_site_and_prefix_are_saved_with_the_mapping_for_the_next_export(where: Location, tmp_path: Path) -> None:
    paths = write(tmp_path / "in", tables("P"))
    result = bring_in(paths, CATALOGUE, where, ImportMapping(prefix="KYO-"), said=Said(site="Kyoto"))
    saved = as_toml(result.mapping)
    assert 'site = "Kyoto"\nprefix = "KYO-"' in saved
    assert from_toml(saved, CATALOGUE) == result.mapping
    again = bring_in(paths, CATALOGUE, where, from_toml(saved, CATALOGUE))
    assert again.site == SiteChange(site="Kyoto", before=3, after=3)
    assert again.version.digest == result.version.digest


def test_a_prefix_stands_before_identifiers_also_where_everything_is_replaced(where: Location, tmp_path: Path) -> None:
    bring_in(write(tmp_path / "in", tables("P")), CATALOGUE, where, ImportMapping(prefix="A-"))
    assert asked(where, "SELECT DISTINCT patient_id FROM visit ORDER BY 1") == [("A-P000",), ("A-P001",), ("A-P002",)]


def test_findings_name_identifiers_as_the_file_has_them(where: Location, tmp_path: Path) -> None:
    content = tables("P")
    content["visit"] = [*content["visit"], {"patient_id": "Q", "month": 0, "salt": 1}]
    result = bring_in(write(tmp_path / "in", content), CATALOGUE, where, ImportMapping(prefix="A-"), said=Said(site="Kyoto"))
    assert [one.found for one in result.of("left_out")] == ["Q"]


@pytest.mark.parametrize(
    ("mapping", "site", "words"),
    [
        (ImportMapping(site="Osaka"), "Kyoto", "mapping is for the site 'Osaka'"),
        (ImportMapping(), "K\x07", "can be seen"),
        (ImportMapping(), "K" * 121, "at most 120"),
        (ImportMapping(prefix="Ｋ－"), "Kyoto", "Write it as 'K-'"),
        (ImportMapping(prefix="a\nb"), "Kyoto", "can be seen"),
    ],
)
def test_what_can_be_no_site_or_prefix_is_refused(
    where: Location, tmp_path: Path, mapping: ImportMapping, site: str, words: str
) -> None:
    with pytest.raises(RequestError, match=words):
        bring_in(write(tmp_path / "in", tables("P")), CATALOGUE, where, mapping, said=Said(site=site))
    assert not where.folder.exists()


@pytest.mark.parametrize("text", ["site = 3", "prefix = ['a']", "centre = 'x'"])
def test_a_mapping_whose_site_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="mapping cannot be used"):
        from_toml(text, CATALOGUE)


def test_a_site_written_in_two_ways_is_refused(add: Callable[..., ImportResult], where: Location, tmp_path: Path) -> None:
    add("Kyoto")
    for site in ("kyoto", "Ｋyoto", "Kyo to"):
        with pytest.raises(DataError, match="Give the site as 'Kyoto'"):
            bring_in(write(tmp_path / "again", tables("Z")), CATALOGUE, where, said=Said(site=site))


def test_patients_without_a_site_are_kept_and_told(where: Location, tmp_path: Path) -> None:
    bring_in(write(tmp_path / "old", tables("N")), CATALOGUE, where)
    result = bring_in(write(tmp_path / "in", tables("K")), CATALOGUE, where, said=Said(site="Kyoto"))
    assert result.site == SiteChange(site="Kyoto", before=0, after=3, kept=(("", 3),))
    assert site_line(result.site) == "Kyoto is added: 3 patients. Kept: 3 patients without a site."
    with pytest.raises(DataError, match="also the identifier of a patient without a site"):
        bring_in(write(tmp_path / "in", tables("N")), CATALOGUE, where, said=Said(site="Kyoto"))


def test_real_and_simulated_patients_are_never_put_together(where: Location, tmp_path: Path) -> None:
    bring_in(write(tmp_path / "in", tables("K")), CATALOGUE, where)
    before = in_force(where)
    with pytest.raises(DataError, match="are real and those of these files are simulated"):
        bring_in([REFERENCE], CATALOGUE, where, said=Said(site="Centre 1"))
    assert in_force(where) == before


def test_the_first_real_centre_takes_the_place_of_the_bundled_patients(where: Location, tmp_path: Path) -> None:
    bring_in([REFERENCE], CATALOGUE, where)
    result = bring_in(write(tmp_path / "in", tables("K")), CATALOGUE, where, said=Said(site="Kyoto"))
    assert result.site == SiteChange(site="Kyoto", before=0, after=3)
    assert (result.version.synthetic, result.version.patients) == (False, 3)
    told = [one for one in result.of("warning") if "Synthetic reference cohort is simulated" in one.rule]
    assert [one.file for one in told] == ["patient.csv"]
    again = bring_in(write(tmp_path / "in", tables("O")), CATALOGUE, where, said=Said(site="Osaka"))
    assert again.site == SiteChange(site="Osaka", before=0, after=3, kept=(("Kyoto", 3),))
    assert not [one for one in again.findings if "simulated" in one.rule]


def test_a_version_of_another_data_model_is_refused_in_words(add: Callable[..., ImportResult], where: Location) -> None:
    add("Osaka")
    path = in_force(where)
    path.chmod(0o600)
    with duckdb.connect(str(path)) as con:
        con.execute("""UPDATE about SET json = regexp_replace(json, '"schema": "[^"]*"', '"schema": "other"')""")
    with pytest.raises(StoreOutdated, match=r"another data model.*replaces everything"):
        add("Kyoto")


def test_a_version_that_cannot_be_read_is_refused_and_stays_what_is_in_force(
    add: Callable[..., ImportResult], where: Location
) -> None:
    add("Osaka")
    path = in_force(where)
    path.chmod(0o600)
    path.write_bytes(b"no cohort")
    with pytest.raises(StoreUnreadable):
        add("Kyoto")
    assert in_force(where) == path


def test_imports_of_many_centres_at_once_lose_nobody(where: Location, tmp_path: Path) -> None:
    sites = ("Akita", "Beppu", "Chiba")
    files = {site: write(tmp_path / site, tables(site[0], 5)) for site in sites}
    with ThreadPoolExecutor(len(sites)) as pool:
        list(pool.map(lambda site: bring_in(files[site], CATALOGUE, where, said=Said(site=site)), sites))
    assert asked(where, "SELECT site, count(*) FROM patient GROUP BY 1 ORDER BY 1") == [(site, 5) for site in sites]


def test_what_came_into_force_during_an_import_is_kept_too(
    add: Callable[..., ImportResult], where: Location, tmp_path: Path
) -> None:
    add("Osaka")
    (path,) = write(tmp_path / "kyoto", {"patient": [{"patient_id": "K1", "sex": "female"}]})
    part = Part(table="patient", file=path.name, path=path, header=("patient_id", "sex"),
                columns=(("patient_id", "patient_id"), ("sex", "sex")))  # fmt: skip
    seen: list[str] = []

    def read(variable: Variable, found: str) -> Reading | None:
        if not seen:  # the version of Osaka alone has been looked at by now
            seen.append(add("Sendai", 2).version.digest)
        return Reading("F", "a word")

    centre = Centre(site="Kyoto", beside=where.folder)
    published = publish(where, CATALOGUE, [part], About(name="x", centre=centre), read)
    assert published.site == SiteChange(site="Kyoto", before=0, after=1, kept=(("Osaka", 3), ("Sendai", 2)))
    assert [one.site for one in history(where)] == ["", "Sendai", "Osaka"]  # a log names the site, and there is none here
    assert not list(where.folder.glob(".building-*"))


def test_a_version_that_changes_again_and_again_is_refused_and_nothing_lost(
    add: Callable[..., ImportResult], where: Location, tmp_path: Path
) -> None:
    add("Osaka")
    (path,) = write(tmp_path / "kyoto", {"patient": [{"patient_id": "K1", "sex": "female"}]})
    part = Part(table="patient", file=path.name, path=path, header=("patient_id", "sex"),
                columns=(("patient_id", "patient_id"), ("sex", "sex")))  # fmt: skip
    turns: list[int] = []

    def read(variable: Variable, found: str) -> Reading | None:
        turns.append(len(turns))
        add("Sendai", 2 + len(turns))
        return Reading("F", "a word")

    with pytest.raises(CohortError, match="again and again"):
        publish(where, CATALOGUE, [part], About(name="x", centre=Centre(site="Kyoto", beside=where.folder)), read)
    assert asked(where, "SELECT DISTINCT site FROM patient ORDER BY 1") == [("Osaka",), ("Sendai",)]


def test_the_history_names_the_site_and_lines_of_before_have_none(add: Callable[..., ImportResult], where: Location) -> None:
    add("Osaka")
    (entry,) = history(where)
    assert entry.site == "Osaka"
    assert event_line(entry).endswith("in-Osaka (site Osaka, added or replaced)")
    path = where.folder / HISTORY
    path.write_text(path.read_text().replace(', "site": "Osaka"', ""))
    assert history(where) == (replace(entry, site=""),)


def test_a_centre_without_a_store_beside_it_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="has no store"):
        Centre(site="Kyoto")


def test_the_command_line_adds_a_site_and_says_so(
    where: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(SETTING, f"duckdb:{where.folder}")
    one, two = tmp_path / "one", tmp_path / "two"
    write(one, tables("P"))
    write(two, tables("P", 2))
    saved = tmp_path / "kyoto.toml"
    assert main(["import", str(one), "--site", "Osaka"]) == 0
    assert main(["import", str(two), "--site", "Kyoto"]) == 2
    said = capsys.readouterr()
    assert "Osaka is added: 3 patients. Kept: none, there are no other sites." in said.out
    assert "also the identifier of a patient of Osaka" in said.err
    assert main(["import", str(two), "--site", "Kyoto", "--prefix", "KYO-", "--save-mapping", str(saved)]) == 0
    assert "Kyoto is added: 2 patients. Kept: 3 patients of Osaka." in capsys.readouterr().out
    write(two, tables("P", 1))
    assert main(["import", str(two), "--mapping", str(saved)]) == 0
    assert "Kyoto is replaced: 2 patients before, 1 now. Kept: 3 patients of Osaka." in capsys.readouterr().out
    assert main(["import", str(two), "--mapping", str(saved), "--site", "Nara"]) == 2
    assert main(["versions", "--history"]) == 0
    assert "(site Kyoto, added or replaced)" in capsys.readouterr().out
    assert main(["versions"]) == 0
    assert "of Kyoto, added or replaced; from" in capsys.readouterr().out


def test_a_centre_under_pseudonyms_joins_one_that_keeps_its_own_identifiers(where: Location, tmp_path: Path) -> None:
    dated = {"patient": [{"patient_id": "a0", "sex": "F", "start_date": "2023-04-01"}], "visit": tables("a", 1)["visit"]}
    dated["visit"] = [{**row, "patient_id": "a0"} for row in dated["visit"]]
    guarded = ImportMapping(identifiers=(("patient_id", "hash"), ("start_date", "shift")))
    bring_in(write(tmp_path / "kyoto", tables("a")), CATALOGUE, where, said=Said(site="Kyoto"))
    other = bring_in(write(tmp_path / "osaka", dated), CATALOGUE, where, guarded, said=Said(site="Osaka"))
    assert other.site == SiteChange(site="Osaka", before=0, after=1, kept=(("Kyoto", 3),))
    assert (other.version.pseudonyms, other.version.dates_shifted) == (False, True)  # said of all patients; of some dates
    found = dict(asked(where, "SELECT patient_id, site FROM patient"))
    (pseudonym,) = [one for one in found if one.startswith("P-")]
    assert found == {"a000": "Kyoto", "a001": "Kyoto", "a002": "Kyoto", pseudonym: "Osaka"}
    assert asked(where, "SELECT count(*) FROM visit JOIN patient USING (patient_no) WHERE site = 'Osaka'") == [(2,)]
    (shifted,) = asked(where, "SELECT start_date FROM patient WHERE site = 'Osaka'")[0]
    kyoto = replace(guarded, prefix="KYO-")
    again = bring_in(write(tmp_path / "again", dated), CATALOGUE, where, kyoto, said=Said(site="Kyoto"))
    assert (again.version.pseudonyms, again.version.patients) == (
        False,
        2,
    )  # what was not said of those who are kept is not now
    names = dict(asked(where, "SELECT site, patient_id FROM patient"))
    assert names["Osaka"] == pseudonym != names["Kyoto"]
    assert asked(where, "SELECT start_date FROM patient WHERE site = 'Osaka'") == [(shifted,)]


def test_two_centres_with_the_same_identifiers_have_the_same_pseudonyms_and_need_a_prefix(
    where: Location, tmp_path: Path
) -> None:
    guarded = ImportMapping(identifiers=(("patient_id", "hash"),))
    bring_in(write(tmp_path / "kyoto", tables("a")), CATALOGUE, where, guarded, said=Said(site="Kyoto"))
    paths = write(tmp_path / "osaka", tables("a"))
    with pytest.raises(DataError, match="also the identifier of a patient of Kyoto") as caught:
        bring_in(paths, CATALOGUE, where, guarded, said=Said(site="Osaka"))
    assert "the prefix OSA-" in str(caught.value)
    alone = Location(tmp_path / "alone")
    bring_in(paths, CATALOGUE, alone, said=Said(site="Osaka"))
    assert bring_in(paths, CATALOGUE, alone, guarded, said=Said(site="Osaka")).version.pseudonyms
    assert not bring_in(paths, CATALOGUE, alone, said=Said(site="Osaka")).version.pseudonyms
    result = bring_in(paths, CATALOGUE, where, replace(guarded, prefix="OSA-"), said=Said(site="Osaka"))
    assert (result.version.patients, result.version.pseudonyms) == (6, True)


def test_what_one_centre_has_and_another_lacks_is_told(where: Location, tmp_path: Path) -> None:
    guarded = ImportMapping(identifiers=(("patient_id", "hash"),))
    kyoto, osaka = tables("a"), tables("b")
    del osaka["adverse_event"]
    bring_in(write(tmp_path / "kyoto", kyoto), CATALOGUE, where, guarded, said=Said(site="Kyoto"))
    result = bring_in(write(tmp_path / "osaka", osaka), CATALOGUE, where, said=Said(site="Osaka"))
    assert [one.rule.split(":")[0] for one in result.of("warning")] == [
        "no adverse events of Osaka",
        "identifiers as they stand, beside patients under pseudonyms",
    ]
    again = bring_in(write(tmp_path / "again", kyoto), CATALOGUE, where, said=Said(site="Kyoto"))
    assert [one.rule.split(":")[0] for one in again.of("warning")] == ["no adverse events of Osaka"]


@pytest.fixture
def osaka_without_events(where: Location, tmp_path: Path) -> Location:
    """Kyoto with the tables of `a`, Osaka with those of `b` but the adverse events."""
    kyoto, osaka = tables("a"), tables("b")
    del osaka["adverse_event"]
    bring_in(write(tmp_path / "kyoto", kyoto), CATALOGUE, where, said=Said(site="Kyoto"))
    bring_in(write(tmp_path / "osaka", osaka), CATALOGUE, where, said=Said(site="Osaka"))
    return where


def test_patients_of_a_centre_without_the_table_are_in_no_rate_of_it(osaka_without_events: Location) -> None:
    store = current_store(CATALOGUE, osaka_without_events)
    everyone = adverse_events(store, CohortFilter(), EventSpec())
    kyoto = CohortFilter.from_query("site=Kyoto")
    assert store.version.unrecorded == (("adverse_event", "Osaka"),)
    assert everyone.cohort == kyoto and everyone.everyone.n == 3
    assert everyone.any_event == adverse_events(store, kyoto, EventSpec()).any_event
    assert lab_course(store, CohortFilter(), LabSpec(test="alt")).provenance.in_view == 6
    both = adverse_events(store, CohortFilter.from_query("site=Kyoto,Osaka,missing"), EventSpec())
    assert (both.cohort.to_query(), both.everyone.n) == ("site=Kyoto,missing", 3)
    with pytest.raises(RequestError, match="No table of adverse events came from the sites in view"):
        adverse_events(store, CohortFilter.from_query("site=Osaka"), EventSpec())


def test_a_centre_that_lacked_a_table_and_brings_it_later_counts_again(osaka_without_events: Location, tmp_path: Path) -> None:
    bring_in(write(tmp_path / "whole", tables("b")), CATALOGUE, osaka_without_events, said=Said(site="Osaka"))
    store = current_store(CATALOGUE, osaka_without_events)
    assert store.version.unrecorded == ()
    assert adverse_events(store, CohortFilter(), EventSpec()).everyone.n == 6


def test_who_lacks_a_table_goes_round_and_stays_when_a_third_centre_joins(
    osaka_without_events: Location, tmp_path: Path
) -> None:
    store = current_store(CATALOGUE, osaka_without_events)
    write_folder(store, tmp_path / "out")
    again = Location(tmp_path / "again")
    assert bring_in([tmp_path / "out"], CATALOGUE, again).version.digest == store.version.digest
    result = bring_in(write(tmp_path / "nara", tables("c")), CATALOGUE, again, said=Said(site="Nara"))
    assert result.version.unrecorded == (("adverse_event", "Osaka"),)


def test_what_a_folder_says_of_missing_tables_is_believed_only_where_they_do_not_say_otherwise(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", tables("a"))
    about = 'name = "in"\n[unrecorded]\nadverse_event = ["A", 3]\n"x; DROP TABLE patient" = ["A"]\nlab = "A"\n'
    (tmp_path / "in" / "about.toml").write_text(about, encoding="utf-8")
    assert bring_in(paths, CATALOGUE, Location(tmp_path / "store")).version.unrecorded == ()
