"""What the product knows about diseases, as data. One folder a disease; `current` is the one in use."""

from core.catalogue.alopecia_areata import ALOPECIA_AREATA
from core.domain.catalogue import Catalogue


def current() -> Catalogue:
    """The catalogue of the disease this installation is about."""
    return ALOPECIA_AREATA
