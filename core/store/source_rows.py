"""What became of rows of a source: the published rows that were made of them."""

from collections.abc import Sequence

from core.domain.rows import Rows
from core.store.cohort_store import CohortStore
from core.store.stage import quoted

ROW = "Row"
MOST = 200  # published rows of a table; a source row may be made into a thousand


def taken_rows(store: CohortStore, file: str, numbers: Sequence[int], site: str = "") -> dict[str, Rows]:
    """Table -> its rows that were made of the numbered rows of a file, each behind its number, under the variables' labels.

    A variable that none of them has is left out; at most 200 rows a table. Of several sites that have files of the same name,
    `site` says whose rows are meant.
    """
    found: dict[str, Rows] = {}
    of_site = "AND patient_no IN (SELECT patient_no FROM patient WHERE site = $site)" if site else ""
    for table in store.catalogue.tables:
        columns = ", ".join(quoted(variable.name) for variable in table)
        rows = store.rows(
            f"SELECT source_row, {columns} FROM {quoted(table.name)} JOIN origin USING (source) "
            f"WHERE file = $file AND list_contains($numbers, source_row) {of_site} ORDER BY ALL LIMIT {MOST}",
            {"file": file, "numbers": list(numbers)} | ({"site": site} if site else {}),
        )
        labels = [ROW, *(variable.label for variable in table)]
        held = [at for at in range(len(labels)) if any(row[at] is not None for row in rows)]
        if rows:
            found[table.name] = [{labels[at]: row[at] for at in held} for row in rows]
    return found
