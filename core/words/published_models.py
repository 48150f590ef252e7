"""Printed regression estimates beside their refits, in words."""

from datetime import date
from hashlib import sha256

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.model import Fit, ModelKind
from core.domain.provenance import Provenance
from core.domain.published_fits import PublishedFit, Variant
from core.words.cohort import listed
from core.words.numbers import NONE, p_value, signed
from core.words.provenance import data_line

HEADING = "Beside the published estimates"
EVERYONE = "All treated patients, whatever the filter."
SENTENCE = (
    "Odds ratios, and for least squares percentage points; each with its p. But for the other coding, an estimate that changes "
    "much from column to column rests on few patients."
)


def variant_names(catalogue: Catalogue) -> dict[Variant, str]:
    """The headings of the refits."""
    fewer = {preset.key: preset.label for preset in catalogue.presets}
    keys = [fewer[one.fewer_terms] for one in catalogue.published if one.fewer_terms in fewer]
    return {
        "printed": "Refit as printed",
        "likelihood": "Likelihood ratio",
        "firth": "Firth",
        "coding": "Other coding",
        "fewer terms": listed(keys, "or") or "Fewer terms",
    }


def printed_words(one: PublishedFit) -> str:
    """`8.11, p 0.041`."""
    return f"{_number(one.kind, one.value, one.digits)}, p {p_value(one.p)}"


def refit_words(one: PublishedFit, fit: Fit | None) -> str:
    """`8.11, p 0.041`, with the digits of the printed estimate; a dash where there is none."""
    if fit is None or fit.estimate.value is None:
        return NONE
    return f"{_number(one.kind, fit.estimate.value, one.digits)}, p {p_value(fit.test.p)}"


def _number(kind: ModelKind, value: float, digits: int) -> str:
    return signed(value, digits) if kind == "least_squares" else f"{value:.{digits}f}"


def published_caption(catalogue: Catalogue, fits: tuple[PublishedFit, ...], provenance: Provenance, made_on: date) -> Caption:
    """Everything that stands around the card."""
    source = listed([one.citation for one in catalogue.published if one.estimates], "and")
    method = f"{SENTENCE} Published: {source}."
    notes = tuple((one.label, one.note) for one in fits if one.note)
    return Caption(
        title=HEADING,
        heading=HEADING,
        note=method,
        alt=f"{HEADING}. {'; '.join(f'{one.label} {printed_words(one)}' for one in fits)}.",
        cohort=EVERYONE,
        counts=f"{provenance.patients} patients treated.",
        method=method,
        data=data_line(provenance, made_on),
        synthetic=provenance.synthetic,
        how=(("Terms", next((one.note for one in catalogue.presets if one.published), "")), *notes),
        file_stem=f"regrow-published-models-{sha256(repr(fits).encode()).hexdigest()[:8]}-{provenance.version[:8]}",
    )
