"""The effect of one factor within subgroups as a table."""

from core.domain.rows import Row, Rows
from core.domain.subgroups import Subgroup, SubgroupBlock, SubgroupResult
from core.words.subgroups import OVERALL, why_not


def subgroups_table(result: SubgroupResult) -> Rows:
    """One row a level with every number; the tests of interaction stand beside the levels they are of."""
    if result.overall is None:
        return []
    first = _row(result, OVERALL, result.overall, None)
    return [first, *(_row(result, block.label, row, block) for block in result.blocks for row in block.rows)]


def _row(result: SubgroupResult, label: str, row: Subgroup, block: SubgroupBlock | None) -> Row:
    fit = row.fit
    scale = "Odds ratio" if result.spec.model.kind == "logistic" else "Points"
    having, without = row.arms or (None, None)
    return {
        "Variable": label,
        "Level": row.level,
        "Patients": row.n,
        "Responders": row.events,
        "Patients with": having.n if having else None,
        "Responders with": having.events if having else None,
        "Patients without": without.n if without else None,
        "Responders without": without.events if without else None,
        scale: fit.estimate.value if fit else None,
        f"{scale}, low": fit.estimate.low if fit else None,
        f"{scale}, high": fit.estimate.high if fit else None,
        "p": fit.test.p if fit else None,
        "Note": why_not(row),
        "p, interaction": block.interaction.p if block else None,
        "p, Benjamini-Hochberg": block.adjusted_p if block else None,
    }
