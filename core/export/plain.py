"""A result as plain values for JSON: names, numbers, texts, lists; never NaN or infinity."""

import math
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from core.domain.filters import CohortFilter


def plain(value: object) -> Any:
    """Any frozen result, or several by name, as dictionaries, lists, texts and finite numbers; the filter in link syntax."""
    if isinstance(value, CohortFilter):
        return value.to_query()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"A result holds {value}, which has no place in one.")
    return value
