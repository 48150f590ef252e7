"""The one centre that the files of an import are of, as its mapping and whoever brings them in name it."""

from dataclasses import replace

from core.domain.catalogue import Catalogue
from core.domain.errors import RequestError
from core.domain.mapping import ImportMapping
from core.ingest.cells import read_cell

LONGEST_SITE, LONGEST_PREFIX = 120, 40  # letters


def of_centre(catalogue: Catalogue, mapping: ImportMapping, site: str = "", prefix: str = "") -> ImportMapping:
    """The mapping with the site and the prefix, where they are given. Raises RequestError where the mapping is of another
    centre, or one of them cannot be a site or stand before an identifier."""
    site, prefix = site.strip(), prefix.strip()
    for name, given, known in (("site", site, mapping.site), ("prefix", prefix, mapping.prefix)):
        if given and known and given != known:
            raise RequestError(f"The mapping is for the {name} {known!r}, and {given!r} is asked for. Name one of the two.")
    whole = replace(mapping, site=site or mapping.site.strip(), prefix=prefix or mapping.prefix.strip())
    _check("site", whole.site, LONGEST_SITE)
    _check("prefix", whole.prefix, LONGEST_PREFIX)
    reading = read_cell(catalogue.table("patient").variable("patient_id"), whole.prefix)
    if reading is not None:
        raise RequestError(f"The prefix {whole.prefix!r} is in full width or has other dashes. Write it as {reading.text!r}.")
    return whole


def _check(name: str, text: str, longest: int) -> None:
    if len(text) > longest or not text.isprintable():
        raise RequestError(f"The {name} {text[:longest]!r} must be at most {longest} characters that can be seen. Shorten it.")
