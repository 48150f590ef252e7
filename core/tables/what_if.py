"""The what-if profile as a table."""

from core.domain.rows import Rows
from core.domain.what_if import WhatIf
from core.words.what_if import rows


def what_if_table(found: WhatIf) -> Rows:
    """The prediction, the patients alike and all patients used, each with its probability and interval."""
    return [
        {"Who": what, "Responders/patients": counted, "Probability of response": shown} for what, counted, shown in rows(found)
    ]
