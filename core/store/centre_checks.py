"""What a centre cannot be beside the others, and what is to be known of the two together."""

import unicodedata
from collections.abc import Iterator, Sequence

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.centres import SITE, Centre, SiteChange
from core.domain.problems import SHOWN, Problem, in_all
from core.domain.provenance import About, Version
from core.store.checks import refusal
from core.store.enforce import total
from core.store.parts import Part
from core.store.stage import literal, staging

BESIDE = "beside"
LETTERS = 3  # of a suggested prefix
NAMED = 5  # sites in one sentence


def others(centre: Centre) -> str:
    """The numbers of the patients in force who are of another centre, or of none."""
    return f"SELECT patient_no FROM {BESIDE}.patient WHERE {SITE} IS DISTINCT FROM {literal(centre.site)}"


def refuse_two_spellings(parts: Sequence[Part], centre: Centre, sites: Sequence[str]) -> None:
    """A site that is there with another case or width would be kept beside itself."""
    alike = [site for site in sites if site != centre.site and _plain(site) == _plain(centre.site)]
    if alike:
        rule = f"the version in force has the site {alike[0]!r}, which differs only in case, width or spaces"
        remedy = f"Give the site as {alike[0]!r}."
        raise refusal([Problem(file=parts[0].file, row=None, column=None, found=centre.site, rule=rule, remedy=remedy)])


def _plain(site: str) -> str:
    return "".join(unicodedata.normalize("NFKC", site).casefold().split())


def refuse_same_patients(con: duckdb.DuckDBPyConnection, parts: Sequence[Part], centre: Centre) -> None:
    """Identifiers are of one patient whatever their case, also across centres."""
    both = (
        f"{staging('patient')} n JOIN {BESIDE}.patient o ON lower(o.patient_id) = lower(n.patient_id) "
        f"WHERE o.{SITE} IS DISTINCT FROM {literal(centre.site)}"
    )
    asked = f"SELECT n.part, n.row_no, n.patient_id, coalesce(o.{SITE}, '') FROM {both} ORDER BY n.row_id LIMIT {SHOWN}"
    rows = con.execute(asked).fetchall()
    more = in_all(total(con, both, rows))
    if not rows:
        return
    letters = "".join(letter for letter in centre.site if letter.isascii() and letter.isalpha())[:LETTERS].upper()
    remedy = f"Identifiers must differ between centres: the prefix {letters or centre.site}- puts that before each of this one."
    raise refusal(
        [
            Problem(
                file=parts[part].file,
                row=row,
                column=dict(parts[part].columns).get("patient_id", "patient_id"),
                found=found,
                rule=f"also the identifier of a patient {f'of {site}' if site else 'without a site'}{more}",
                remedy=remedy,
            )
            for part, row, found, site in rows
        ]
    )


def unrecorded(catalogue: Catalogue, parts: Sequence[Part], change: SiteChange, version: Version) -> Iterator[tuple[str, str]]:
    """Pairs of a table and a site that gave none: those of the sites kept as they were, those of this one by its files."""
    given = {part.table for part in parts}
    for table in catalogue.tables:
        if table.name not in given:
            yield table.name, change.site
        for site, _ in change.kept:
            if version.lacks(table.name) or site in version.sites_without(table.name):
                yield table.name, site


def uneven(
    catalogue: Catalogue, parts: Sequence[Part], about: About, change: SiteChange, version: Version
) -> Iterator[Problem]:
    """Warnings where one centre has what another lacks: tables, and pseudonyms. `about` is what is said of all together."""
    for table in (one for one in catalogue.tables if one.name != "patient"):
        sites = [site or "patients without a site" for name, site in about.unrecorded if name == table.name]
        if sites and len(sites) <= len(change.kept):  # of all sites, this one among them, some have it
            more = f" and {len(sites) - NAMED:,} more" if len(sites) > NAMED else ""
            meant = "they count as never seen" if table.name == "visit" else "what is said of them leaves these patients out"
            rule = f"no {table.label.lower()} of {', '.join(sites[:NAMED])}{more}: {meant}"
            yield _warning(parts, rule, "Import that table, too, even if it is empty.")
    if version.pseudonyms and not about.pseudonyms:
        yield _warning(
            parts, "identifiers as they stand, beside patients under pseudonyms", "Say --hash-ids if that is not meant."
        )


def _warning(parts: Sequence[Part], rule: str, remedy: str) -> Problem:
    return Problem(file=parts[0].file, row=None, column=None, found=None, rule=rule, remedy=remedy, severity="warning")
