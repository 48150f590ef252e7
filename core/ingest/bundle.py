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
from core.ingest.text_files import form_of, rewritten
from core.store.location import Location
from core.store.publish import About, Published, publish

LONGEST_NAME = 120  # letters of a cohort's name
ENDINGS = (".csv", ".tsv", ".txt")
NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp932": "the Shift JIS of Windows (cp932)"}
MARKS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def publish_source(source: Path, catalogue: Catalogue, where: Location) -> Published:
    """Publishes a folder or a workbook. Raises DataError with every problem; nothing is changed then."""
    publish_it = publish_workbook if source.is_file() else publish_folder
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
    about, present = read_about(folder), _present(folder, catalogue)
    forms = {name: form for name, path in present.items() if not (form := form_of(path)).plain}
    told = tuple(_told(present[name], form) for name, form in forms.items())
    with tempfile.TemporaryDirectory() as made:
        plain = {name: rewritten(present[name], form, Path(made)) for name, form in forms.items()}
        return _publish(where, catalogue, {**present, **plain}, about, told)


def _publish(
    where: Location, catalogue: Catalogue, files: Mapping[str, Path], about: About, told: tuple[Problem, ...]
) -> Published:
    """Publishes, and tells with the other problems how the files were read: a wrong reading must not hide."""
    try:
        published = publish(where, catalogue, files, about)
    except DataError as error:
        raise DataError(str(error), (*error.problems, *told)) from error
    return replace(published, warnings=(*told, *published.warnings))


def _present(folder: Path, catalogue: Catalogue) -> Mapping[str, Path]:
    """The file of each table that has one. Raises DataError where a table has two."""
    found: dict[str, Path] = {}
    for table in catalogue.tables:
        files = [path for ending in ENDINGS if (path := folder / f"{table.name}{ending}").is_file()]
        if len(files) > 1:
            raise DataError(f"Nothing was published. There are {files[0].name} and {files[1].name}. Leave the one that counts.")
        if files:
            found[table.name] = files[0]
    return found


def _told(path: Path, form: TextForm) -> Problem:
    """How a file was read that is not in the common form."""
    decimal = ", with decimal commas" if form.decimal == "," else ""
    return Problem(
        file=path.name,
        row=None,
        column=None,
        found=None,
        rule=f"read as {NAMES[form.encoding]}, cells separated by {MARKS[form.separator]}{decimal}",
        remedy="If letters or numbers look wrong, save it as CSV in UTF-8 and import again.",
        severity="warning",
    )


def read_about(folder: Path) -> About:
    """What about.toml says of the cohort; without it the folder's name stands for it. Raises DataError."""
    path = folder / "about.toml"
    if not path.is_file():
        return About(name=folder.resolve().name)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"about.toml cannot be read: {error}. Correct it or remove it.") from error
    return About(
        name=str(content.get("name", folder.resolve().name))[:LONGEST_NAME],
        synthetic=content.get("synthetic") is True,
        reference=str(content.get("reference", "")),
    )
