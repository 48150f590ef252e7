"""Printed regression estimates beside their refits, as a table."""

from core.domain.published_fits import PublishedFit, Variant
from core.domain.rows import Rows
from core.words.published_models import printed_words, refit_words


def published_models_table(fits: tuple[PublishedFit, ...], names: dict[Variant, str]) -> Rows:
    """One row a printed estimate, one column a way to fit it again."""
    return [
        {
            "Estimate": one.label,
            "Published": printed_words(one),
            **{names[refit.variant]: refit_words(one, refit.fit) for refit in one.refits},
        }
        for one in fits
    ]
