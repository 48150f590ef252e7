"""The overview's tables: baseline by response, and published figures beside this cohort's."""

from core.domain.overview import ARMS, BaselineRow, OverviewResult
from core.domain.rows import Row, Rows
from core.tables.estimates import estimate_cells
from core.words.overview import ARM_LABELS, beside_words, size_words, summary_words


def flow_table(result: OverviewResult) -> Rows:
    """One row a step of the flow, then the reasons of those not assessed."""
    flow = result.flow
    steps = [("Treated", flow.treated), ("In view", flow.in_view), ("Assessed", flow.assessed), ("Responded", flow.responded)]
    steps += [(f"Not assessed: {reason}", n) for reason, n in flow.left]
    steps += [("Not evaluable for this endpoint", flow.not_evaluable)] if flow.not_evaluable else []
    nothing: Row = dict.fromkeys(estimate_cells("Of assessed, %", flow.rate), None)
    rate = {"Responded": estimate_cells("Of assessed, %", flow.rate, 100)}
    return [{"Step": step, "Patients": n, **rate.get(step, nothing)} for step, n in steps]


def baseline_table(result: OverviewResult) -> Rows:
    """One row a number or a level of a choice, one column an arm, missing values beside them."""
    heads = [f"{ARM_LABELS[arm]}, {size_words(n)}" for arm, n in zip(ARMS, result.sizes, strict=True)]
    return [_row(row, heads) for row in result.baseline]


def published_table(result: OverviewResult) -> Rows:
    """One row a published figure."""
    ours = "This cohort (simulated)" if result.provenance.synthetic else "This cohort"
    return [
        {"Figure": one.label, "Published": one.printed, ours: beside_words(one), "Note": one.note} for one in result.published
    ]


def _row(row: BaselineRow, heads: list[str]) -> Row:
    unit = f", {row.unit}" if row.unit and not row.level else ""
    missing = row.arms[0].missing
    return {
        "Variable": f"{row.label}{unit}",
        "Level": f"{row.level} {row.unit}".strip() if row.level else "median [quartiles]",
        **{head: summary_words(summary) for head, summary in zip(heads, row.arms, strict=True)},
        "Not recorded": missing,
        "Standardised difference": row.smd,
    }
