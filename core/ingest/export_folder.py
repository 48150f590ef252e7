"""A published version as a folder of tables that can be imported again: the counterpart of reading one."""

from pathlib import Path

from core.domain.errors import RequestError
from core.domain.provenance import Version
from core.ingest.bundle import ABOUT
from core.ingest.mapping_file import as_string
from core.store.cohort_store import CohortStore
from core.store.write_tables import write_tables


def write_folder(store: CohortStore, folder: Path) -> dict[str, int]:
    """Writes the tables of a version and what it says of itself into a folder that is empty or not there; table -> rows.

    Importing the folder gives a version of the same digest. Raises RequestError where the folder cannot be taken.
    """
    version = store.version
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise RequestError(f"There are files in {folder.name!r} already. Name a folder that is empty or not there yet.")
        written = write_tables(store.path, store.catalogue, folder, version.given_empty)
        lines = [
            f"# The tables of version {version.digest}. Importing this folder gives that version again.",
            f"name = {as_string(version.cohort_name)}",
            f"synthetic = {str(version.synthetic).lower()}",
            f"reference = {as_string(version.reference)}",
            *_unrecorded(version),
        ]
        (folder / ABOUT).write_text("\n".join([*lines, ""]), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RequestError(f"{folder.name!r} cannot be written ({reason}). Name a folder in a place that can.") from error
    return written


def _unrecorded(version: Version) -> list[str]:
    """Which sites gave no such table, as lines of TOML: `adverse_event = ["Osaka"]`."""
    tables = dict.fromkeys(table for table, _ in version.unrecorded)
    lines = [f"{table} = [{', '.join(map(as_string, version.sites_without(table)))}]" for table in tables]
    return ["[unrecorded]", *lines] if lines else []
