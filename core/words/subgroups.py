"""The effect of one factor within subgroups, in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.model import ModelSpec
from core.domain.rates import Size, size_of
from core.domain.subgroups import Subgroup, SubgroupBlock, SubgroupResult
from core.words.coefficients import estimate_words, test_words
from core.words.cohort import filter_sentence, inner, listed
from core.words.model import KINDS, LINEAR_OUTCOMES
from core.words.model_method import ESTIMATORS, STATUSES, WHYS
from core.words.numbers import count, p_value
from core.words.provenance import data_line, file_stem, in_view
from core.words.rates import question, size_words, window_words
from core.words.sets import SETS
from core.words.sources import FORMULAE

HEADING = "Within subgroups"
FACTOR, WITHIN = "Effect of", "Within levels of"
OVERALL = "Everyone used"
CAUTION = (
    "Not adjusted for other terms. Few patients a row: read the tests of interaction, not which intervals cross the line, and "
    "count how many variables were looked at."
)
MARKS = "Marked n <10 or n <5, and then grey: the smaller of the two groups that are compared."
WHY_NOT = {
    "separated": "no finite estimate",
    "aliased": "all with it, or all without",
    "no events": "nobody responded",
    "no non-events": "all responded",
    "no patients": "nobody",
    "no degrees of freedom left": "too few patients",
    "no residual variation": "nothing left to explain",
    "no residual": "one patient decides",
    "missing pairs": "not all pairs of levels occur",
}


def effect(result: SubgroupResult) -> str:
    """`Prior IVMP, Yes against No`."""
    against = f" against {result.reference}" if result.reference else ""
    return f"{result.label}, {result.level}{against}" if result.level else result.label


def title(result: SubgroupResult) -> str:
    """What is looked at within what."""
    spec = result.spec.model
    return f"{_outcome(spec)}: {inner(effect(result))}, within subgroups, not adjusted"


def _outcome(spec: ModelSpec) -> str:
    rate = "Improvement rate" if spec.linear_of == "improvement" else "Score"
    return question(spec) if spec.kind == "logistic" else f"{rate} at month {spec.month}"


def arms_words(row: Subgroup) -> str:
    """`9/14 v 6/16` responders with and without the factor; patients alone for least squares, `n 70` for a line."""
    if not row.arms:
        return f"n {row.n:,}"
    return " v ".join(f"{arm.n:,}" if arm.events is None else f"{arm.events:,}/{arm.n:,}" for arm in row.arms)


def row_words(result: SubgroupResult, row: Subgroup) -> str:
    """The estimate with its interval and p, or why there is none."""
    if row.fit is None:
        return why_not(row)
    return f"{estimate_words(row.fit, result.spec.model.kind)}, p {test_words(row.fit)}"


def size(row: Subgroup) -> Size:
    """How far a row can be read: by the smaller of its two groups, of a line by all patients of the row."""
    return size_of(min([arm.n for arm in row.arms], default=row.n))


def mark(row: Subgroup) -> str:
    """`n <10`, `n <5`, or nothing."""
    return size_words(size(row))


def why_not(row: Subgroup) -> str:
    """Why a row has no estimate; "" where it has one."""
    return "" if row.fit else WHY_NOT.get(row.status, "no estimate")


def interaction_words(block: SubgroupBlock) -> str:
    """`interaction p 0.18 (Benjamini-Hochberg 0.89)`."""
    if block.interaction.p is None:
        note = block.interaction.note
        return f"no test of interaction: {WHY_NOT.get(note, note)}"
    endless = ", no finite estimate" if any(row.status == "separated" for row in block.rows) else ""
    return f"interaction p {p_value(block.interaction.p)} (Benjamini-Hochberg {p_value(block.adjusted_p)}){endless}"


def finding(result: SubgroupResult) -> str:
    """The effect among everyone, and every test of interaction; or why there is none."""
    if result.overall is None:
        return STATUSES[result.status]
    tests = "; ".join(f"{block.label}: {interaction_words(block)}" for block in result.blocks)
    return f"{OVERALL}: {arms_words(result.overall)}, {row_words(result, result.overall)}. {tests}".strip() + "."


def method(result: SubgroupResult) -> str:
    """Estimator, interval and tests by their names."""
    if result.overall is None or result.overall.fit is None:
        return STATUSES[result.status]
    fit, spec = result.overall.fit, result.spec.model
    reasons = listed([WHYS[why] for why in result.why], "and")
    named = ESTIMATORS[result.estimator]
    parts = [
        f"{named[0].upper()}{named[1:]} for every row{', ' + reasons if reasons else ''}.",
        f"{100 * spec.level:g}% {fit.estimate.method} intervals; p by {fit.test.method}.",
        _interaction_method(result),
        *cautions(result),
    ]
    return " ".join(filter(None, [*parts, f"{window_words(spec)[0].upper()}{window_words(spec)[1:]}."]))


def _interaction_method(result: SubgroupResult) -> str:
    done = [block for block in result.blocks if block.interaction.p is not None]
    if not done:
        return ""
    return (
        f"Interaction: {done[0].interaction.method} of whether the effect differs between the levels; Benjamini-Hochberg over "
        f"{count(len(done), 'variable')}."
    )


def cautions(result: SubgroupResult) -> list[str]:
    """How to read the rows, and which variables have none; or why there is nothing to read."""
    if result.overall is None or result.overall.fit is None:
        return [STATUSES[result.status]]
    skipped = listed([inner(one) for one in result.skipped], "and")
    return [CAUTION, *([f"Not shown, for all patients used have one level: {skipped}."] if skipped else [])]


def used(result: SubgroupResult) -> str:
    """`70 patients used, 29 responders (observed completers)`; nobody where there is no estimate."""
    n, events = (result.overall.n, result.overall.events) if result.overall else (0, None)
    responders = f", {count(events, 'responder')}" if events is not None else ""
    return f"{count(n, 'patient')} used{responders} ({SETS[result.spec.model.analysis_set].lower()})"


def counts(result: SubgroupResult) -> str:
    """Patients used and in view; in view alone where there is no estimate."""
    shown = [used(result)] if result.overall else []
    return f"{'; '.join([*shown, in_view(result.provenance)])}."


def caption(catalogue: Catalogue, result: SubgroupResult, made_on: date) -> Caption:
    """Everything that stands around the card."""
    counted, made, spec = counts(result), method(result), result.spec
    return Caption(
        title=title(result),
        heading=title(result),
        note=" ".join(filter(None, [f"{used(result)}.", *cautions(result)])),
        alt=f"{title(result)}. {finding(result)}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=counted,
        method=made,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=_how(result),
        file_stem=file_stem(
            f"subgroups-{spec.model.terms[0].variable}".replace("_", "-"), spec, result.cohort, result.provenance
        ),
    )


def _how(result: SubgroupResult) -> tuple[tuple[str, str], ...]:
    spec = result.spec.model
    overall = result.overall.fit if result.overall else None
    names = [ESTIMATORS[result.estimator]]
    names += [overall.estimate.method, overall.test.method] if overall else []
    names += [block.interaction.method for block in result.blocks] + ["Benjamini-Hochberg"]
    outcome = spec.endpoint.definition if spec.kind == "logistic" else LINEAR_OUTCOMES[spec.linear_of]
    rows = f"The factor alone among the patients of one level. {KINDS[spec.kind]}. {MARKS}"
    told = (("Outcome", outcome), ("Rows", rows))
    return (*told, *((name[0].upper() + name[1:], FORMULAE[name]) for name in dict.fromkeys(names) if name in FORMULAE))


def as_text(catalogue: Catalogue, result: SubgroupResult, made_on: date) -> str:
    """The subgroups for a terminal: a line a row."""
    words = caption(catalogue, result, made_on)
    lines = [f"  {OVERALL}: {arms_words(result.overall)}  {row_words(result, result.overall)}"] if result.overall else []
    for block in result.blocks:
        lines.append(f"  {block.label}: {interaction_words(block)}")
        lines += [f"    {row.level}: {arms_words(row)}  {row_words(result, row)}  {mark(row)}".rstrip() for row in block.rows]
    return "\n".join([words.title, words.cohort, *lines, words.counts, words.method, words.data])
