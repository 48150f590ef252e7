"""Results as JSON on the standard output."""

import json

from core.export.plain import plain


def as_json(result: object) -> str:
    """The result object, as plain values."""
    return json.dumps(plain(result), ensure_ascii=False, allow_nan=False, indent=2)
