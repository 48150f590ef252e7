"""The tables of a published version as files in the plain form: the same content gives the same bytes."""

from collections.abc import Collection
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.errors import StoreUnreadable
from core.domain.variable import Table
from core.store.cohort_store import Config
from core.store.derive import as_text
from core.store.leftovers import working_folder
from core.store.stage import literal, quoted

VERSION = "version"
TWIN = "event_no"  # numbers rows that agree in every column, which would be taken for one when they are read again
NO_EXTENSIONS: Config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def write_tables(version: Path, catalogue: Catalogue, folder: Path, empty: Collection[str] = ()) -> dict[str, int]:
    """Writes each table that has rows or is named in `empty` as `<table>.csv`, for nobody else to read; table -> rows.

    Raises StoreUnreadable for a file that is no version, and OSError where the folder cannot be written.
    """
    written: dict[str, int] = {}
    with working_folder() as spilled, duckdb.connect(":memory:", config=NO_EXTENSIONS) as con:
        con.execute(f"SET temp_directory = {literal(str(spilled))}")
        try:
            con.execute(f"ATTACH {literal(str(version))} AS {VERSION} (READ_ONLY)")
            rows = {one.name: con.execute(f"SELECT count(*) FROM {VERSION}.{one.name}").fetchall() for one in catalogue.tables}
        except duckdb.Error as error:
            raise StoreUnreadable(f"{version.name} cannot be read as a cohort.") from error
        for table in catalogue.tables:
            ((count,),) = rows[table.name]
            if count or table.name in empty:
                written[table.name] = count
                _write(con, table, folder / f"{table.name}.csv")
    return written


def _write(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    """Rows in the order of their patient and then of all their columns, so that no order of import shows."""
    path.touch(mode=0o600, exist_ok=False)
    columns = ", ".join(f"{as_text(one)} AS {quoted(one.name)}" for one in table)
    names = ", ".join(f"{table.name}.{quoted(one.name)}" for one in table)  # the values, and not their texts
    order = names
    twins = f"SELECT 1 FROM {VERSION}.{table.name} GROUP BY {names} HAVING count(*) > 1 LIMIT 1"
    if not table.key and con.execute(twins).fetchall():
        columns, order = f"{columns}, row_number() OVER (PARTITION BY {names}) AS {TWIN}", f"{names}, {TWIN}"
    rows = f"SELECT {columns} FROM {VERSION}.{table.name} ORDER BY {order}"
    con.execute(f"COPY ({rows}) TO {literal(str(path))} (FORMAT csv, HEADER, USE_TMP_FILE false)")
