"""A folder in the bundled layout: one CSV a table, named as the table, and about.toml."""

import tomllib
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.store.location import Location
from core.store.publish import About, Published, publish


def publish_folder(folder: Path, catalogue: Catalogue, where: Location) -> Published:
    """Publishes the tables of a folder. Raises DataError with every problem; nothing is changed then."""
    if not folder.is_dir():
        raise DataError(f"There is no folder {folder.name!r}. Name the folder that holds patient.csv and visit.csv.")
    files = {table.name: folder / f"{table.name}.csv" for table in catalogue.tables}
    present = {name: path for name, path in files.items() if path.is_file()}
    return publish(where, catalogue, present, read_about(folder))


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
        name=str(content.get("name", folder.resolve().name))[:120],
        synthetic=content.get("synthetic") is True,
        reference=str(content.get("reference", "")),
    )
