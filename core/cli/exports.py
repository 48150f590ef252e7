"""The command that takes the cohort out: the tables of the data model as files."""

import argparse
from pathlib import Path

from core.catalogue import current
from core.ingest.export_folder import write_folder
from core.store.cohort_store import current_store
from core.words.exports import exported_words


def export_command(command: argparse.ArgumentParser) -> None:
    """The options of `export`."""
    command.add_argument(
        "--tables", type=Path, required=True, metavar="FOLDER", help="write every table of the version in force, as CSV"
    )
    command.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> None:
    store = current_store(current())
    print(exported_words(store.version, options.tables.name, write_folder(store, options.tables)))
