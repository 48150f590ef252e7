"""A cohort in the bundled layout: a folder with a text file a table and about.toml, or a workbook with a sheet a table."""

import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.problems import Problem
from core.domain.text_form import TextForm
from core.ingest.cells import read_cell
from core.ingest.doubts import in_doubt
from core.ingest.findings import no_table, table_called, warning
from core.ingest.text_files import foreign_cell, form_of, rewritten
from core.store.checks import refusal
from core.store.location import Location
from core.store.publish import About, Published, publish

LONGEST_NAME = 120  # letters of a cohort's name
ENDINGS = (".csv", ".tsv", ".txt")
NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp932": "the Shift JIS of Windows (cp932)"}
MARKS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def publish_source(source: Path, catalogue: Catalogue, where: Location) -> Published:
    """Publishes a folder or a workbook. Raises DataError with every problem; nothing is changed then."""
    try:
        publish_it = publish_workbook if source.is_file() else publish_folder
    except OSError as error:
        raise DataError(f"{source.name[:LONGEST_NAME]!r} cannot be opened ({error.strerror}).") from error
    return publish_it(source, catalogue, where)


def publish_workbook(path: Path, catalogue: Catalogue, where: Location) -> Published:
    """Publishes the sheets of a workbook, called by its file's name. Raises DataError with every problem."""
    if path.suffix.lower() != ".xlsx":
        raise DataError(
            f"{path.name!r} is no folder and no .xlsx workbook. Name a folder with patient.csv and visit.csv, or one."
        )
    from core.ingest.workbooks import sheets  # the library is loaded where there is a workbook

    with tempfile.TemporaryDirectory() as made:
        files, told = sheets(path, catalogue, Path(made))
        return _publish(where, catalogue, files, About(name=path.stem[:LONGEST_NAME]), told)


def publish_folder(folder: Path, catalogue: Catalogue, where: Location) -> Published:
    """Publishes the tables of a folder, each as a text file in one of many forms; a warning says how an uncommon one was read.

    Raises DataError with every problem; nothing is changed then.
    """
    if not folder.is_dir():
        raise DataError(f"There is no folder {folder.name!r}. Name the folder that holds patient.csv and visit.csv.")
    about, (present, others) = read_about(folder), _present(folder, catalogue)
    numbers = {name: _numbers(catalogue, name) for name in present}
    forms = {name: form for name, path in present.items() if not (form := form_of(path, numbers[name])).plain}
    told = (*others, *(_told(present[name], form) for name, form in forms.items()))
    with tempfile.TemporaryDirectory() as made:
        plain = {name: rewritten(present[name], form, Path(made), numbers[name]) for name, form in forms.items()}
        return _publish(where, catalogue, {**present, **plain}, about, told)


def _publish(
    where: Location, catalogue: Catalogue, files: Mapping[str, Path], about: About, told: tuple[Problem, ...]
) -> Published:
    """Publishes, and tells with the other problems how the files were read: a wrong reading must not hide."""
    try:
        published = publish(where, catalogue, files, about, read_cell)
    except DataError as error:
        problems = [in_doubt(problem) for problem in error.problems]
        raise (refusal([*problems, *told]) if problems else error) from error
    return replace(published, warnings=(*told, *published.warnings))


def _present(folder: Path, catalogue: Catalogue) -> tuple[dict[str, Path], tuple[Problem, ...]]:
    """The file of each table that has one, whatever the case of its name, and a warning of every other file that could be one.

    Raises DataError where a table has two.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.is_file())
    found: dict[str, Path] = {}
    others = []
    for path in files:
        name = table_called(catalogue, path.stem)
        if name is None:
            others.append(no_table(catalogue, path.name, "file"))
            continue
        if name in found:
            raise DataError(f"Nothing was published. There are {found[name].name} and {path.name}. Leave the one that counts.")
        found[name] = path
    return {table.name: found[table.name] for table in catalogue.tables if table.name in found}, tuple(others)


def _numbers(catalogue: Catalogue, table: str) -> frozenset[str]:
    return frozenset(one.name for one in catalogue.table(table) if one.written_in_digits)


def _told(path: Path, form: TextForm) -> Problem:
    """How a file was read that is not in the common form."""
    decimal = ", with decimal commas" if form.decimal == "," else ""
    return warning(
        path.name,
        None,
        foreign_cell(path, form) if form.encoding == "cp932" else None,
        f"read as {NAMES[form.encoding]}, cells separated by {MARKS[form.separator]}{decimal}",
        "If letters or numbers look wrong, save it as CSV in UTF-8 and import again.",
    )


def read_about(folder: Path) -> About:
    """What about.toml says of the cohort; without it the folder's name stands for it. Raises DataError."""
    path = folder / "about.toml"
    if not path.is_file():
        return About(name=folder.resolve().name)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise DataError(f"about.toml cannot be read: {error}. Correct it or remove it.") from error
    return About(
        name=str(content.get("name", folder.resolve().name))[:LONGEST_NAME],
        synthetic=content.get("synthetic") is True,
        reference=str(content.get("reference", "")),
    )
