"""Writes what in docs/ is drawn from the program: `data-model.md` from the catalogue, `screenshot.png` from the dashboard.

`python docs/make.py` writes the text; `python docs/make.py screenshot` needs the development environment and a browser.
"""

import os
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from core.catalogue import current  # noqa: E402
from core.domain.rows import Rows, headings  # noqa: E402
from core.tables.definitions import (  # noqa: E402
    derived_table,
    endpoints_table,
    lab_tests_table,
    sets_rules_table,
    variables_table,
)


def data_model() -> str:
    """The data model as Markdown, table by table."""
    catalogue = current()
    parts = [
        "# Data model",
        f"{catalogue.disease}. Drawn from the catalogue by `python docs/make.py`; do not edit by hand.",
        "One text file a table, with a header row: `.csv`, `.tsv` or `.txt`, in UTF-8, UTF-16 or Shift JIS (cp932), cells "
        "separated by commas, semicolons, tabs or bars, with decimal points or commas. The import says how it read what is "
        "not UTF-8 with commas and points. Empty cells are missing values, and so are ND, -, 不明 and the like; full-width "
        "digits, units, Japanese eras and words for yes and no are read and told.",
    ]
    for table in catalogue.tables:
        need = "required" if table.required else "optional"
        parts += [f"## `{table.name}.csv` ({need}): one row for {table.row}", markdown(variables_table(table))]
    parts += ["## Made from the visits", markdown(derived_table(catalogue))]
    parts += ["## Laboratory tests", "Other tests are kept, but not shown.", markdown(lab_tests_table(catalogue))]
    parts += ["## Endpoints", markdown(endpoints_table(catalogue)), "## Analysis sets", markdown(sets_rules_table())]
    return "\n\n".join(parts) + "\n"


def markdown(table: Rows) -> str:
    """A table in Markdown."""
    rows = [headings(table), ["---"] * len(headings(table)), *([str(cell) for cell in row.values()] for row in table)]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)


def screenshot() -> None:
    """The response-rates page of the bundled cohort, as a reader sees it at 1440 x 900."""
    from playwright.sync_api import sync_playwright

    from core.ingest.bundle import bring_in
    from core.store.location import Location
    from tests.browser.conftest import CHROME_FLAGS, serving

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        bring_in([DOCS.parent / "data" / "reference"], current(), Location(Path(folder)))
        browser = play.chromium.launch(executable_path=os.environ.get("REGROW_CHROME"), args=list(CHROME_FLAGS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        with serving(f"duckdb:{folder}") as url:
            page.goto(f"{url}/rates?where=age_years%3D15..60&split=sex")
            page.locator(".js-plotly-plot .bars").first.wait_for(timeout=30_000)
            page.wait_for_timeout(1500)
            page.screenshot(path=DOCS / "screenshot.png")
        browser.close()


if __name__ == "__main__":
    if sys.argv[1:] == ["screenshot"]:
        screenshot()
    else:
        (DOCS / "data-model.md").write_text(data_model(), encoding="utf-8")
