"""The patients of a group as a table."""

import pandas as pd

from core.domain.members import Members


def members_table(found: Members) -> pd.DataFrame:
    """One row a patient; empty cells where not recorded."""
    return pd.DataFrame(list(found.rows), columns=list(found.columns))
