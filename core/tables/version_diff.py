"""What changed between two versions, as tables."""

from core.domain.rows import Row, Rows
from core.domain.version_diff import Figure, Headline, TableDiff, VersionDiff
from core.words.version_diff import figure_label, figure_words, patient_words, side_names


def headlines_table(diff: VersionDiff) -> Rows:
    """One row a figure, every number in a cell of its own."""
    names = side_names(diff)
    return [
        {"Figure": figure_label(diff, one), **_numbers(one.before, names[0]), **_numbers(one.after, names[1])}
        for one in diff.headlines
    ]


def _numbers(one: Figure | None, name: str) -> Row:
    rate = one.rate if one else None
    share = [None if value is None else 100 * value for value in (rate.value, rate.low, rate.high)] if rate else [None] * 3
    parts = ("patients", "of", "%", "low, %", "high, %")
    return dict(zip([f"{name}: {part}" for part in parts], [one and one.events, one and one.n, *share], strict=True))


def short_headlines_table(diff: VersionDiff) -> Rows:
    """The same, one cell a version."""
    before, after = side_names(diff)
    return [_short(diff, one, before, after) for one in diff.headlines]


def _short(diff: VersionDiff, one: Headline, before: str, after: str) -> Row:
    return {"Figure": figure_label(diff, one), before: figure_words(one.before), after: figure_words(one.after)}


def changes_table(diff: VersionDiff) -> Rows:
    """Patients, then the rows of every other table."""
    found = diff.changes
    if found is None:
        return []
    patients = TableDiff(
        label="Patients", before=found.before, after=found.after, new=found.new, gone=found.gone, changed=found.changed
    )
    return [_counts(diff, one) for one in (patients, *found.tables)]


def _counts(diff: VersionDiff, one: TableDiff) -> Row:
    before, after = side_names(diff)
    return {
        "Table": one.label,
        before: one.before,
        "New": one.new,
        "Gone": one.gone,
        "Changed": one.changed if one.keyed else None,
        after: one.after,
    }


def variables_table(diff: VersionDiff) -> Rows:
    """One row a variable that changed in somebody, the most often changed first."""
    found = diff.changes.variables if diff.changes else ()
    return [{"Variable": one.label, "Table": one.table, "Patients": one.patients} for one in found]


def patients_table(diff: VersionDiff) -> Rows:
    """One row for each patient of the first who are new, gone or changed."""
    found = diff.changes
    if found is None:
        return []
    return [
        *({"Patient": one, "Became": "New", "What changed": ""} for one in found.new_ids),
        *({"Patient": one, "Became": "Gone", "What changed": ""} for one in found.gone_ids),
        *({"Patient": one.patient_id, "Became": "Changed", "What changed": patient_words(one)} for one in found.patients),
    ]
