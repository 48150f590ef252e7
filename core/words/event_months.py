"""Events month by month of treatment in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.event_months import Happening, MonthColumn, MonthResult, MonthRow
from core.words.cohort import filter_sentence
from core.words.event_names import category_label, in_brackets
from core.words.numbers import count, percent, rate_interval
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view
from core.words.sources import formula

HEADING = "Month by month"
CELLS = " Cells: patients out of those still followed; empty where there were none. Click one for who they are."
HAPPENING_NAME = "Count in each month"
HAPPENINGS: dict[Happening, str] = {"ongoing": "Patients with it going on", "began": "Patients in whom it began"}
OUT_OF = "Followed when it began"
AXIS = "Month of treatment, and patients still followed when it began"
COLUMN_RULE = (
    "Month 1 is the one from the first dose to one month after it. Out of: everyone still followed when the month, or the "
    "first month of the span, began."
)
ONGOING_RULE = (
    "An event goes on from its onset to its end; without an end on record, for as long as the patient was followed. A patient "
    "with several of one kind counts once."
)
BEGAN_RULE = "A patient counts in each month in which an event of the kind began, once however many did."


def month_words(column: MonthColumn) -> str:
    """`4`, or `4–6` for a span of months."""
    return f"{column.first}" if column.first == column.last else f"{column.first}–{column.last}"


def column_words(column: MonthColumn) -> str:
    """`4–6` over `of 80`."""
    return f"{month_words(column)}<br>of {column.followed:,}"


def name_words(result: MonthResult, row: MonthRow) -> str:
    """The term, or the category as the data name it."""
    return category_label(row.name) if result.spec.by == "category" else row.name


def cell_words(n: int, column: MonthColumn) -> str:
    """`4/80`, over two lines where it is long; nothing for nobody."""
    text = f"{n:,}/{column.followed:,}"
    return "" if not n else text if len(text) <= LONG else text.replace("/", "<br>/")


LONG = 6  # letters that a cell of the narrowest chart has room for


def hover_words(result: MonthResult, row: MonthRow, at: int) -> str:
    """`Acne, month 4–6: 4/80, 5.0% (1.4–12.3%)`."""
    return f"{name_words(result, row)}, {_month_line(result, row, at)}"


def _month_line(result: MonthResult, row: MonthRow, at: int) -> str:
    """`month 4–6: 4/80, 5.0% (1.4–12.3%)`."""
    column, rate = result.columns[at], row.rates[at]
    share = f"{percent(rate.value)} ({rate_interval(rate)})"
    return f"month {month_words(column)}: {row.counts[at]:,}/{column.followed:,}, {share}"


def months_title(result: MonthResult) -> str:
    """`Patients with it going on, by term and month of treatment`."""
    kinds = in_brackets(result.spec.only)
    return f"{HAPPENINGS[result.spec.happening]}, by {result.spec.by} and month of treatment{kinds}"


def months_finding(result: MonthResult) -> str:
    """Where the largest share lies."""
    if not result.rows:
        return "Nobody in view had such an event while followed."
    row, at = max(
        ((row, at) for row in result.rows for at in range(len(result.columns))),
        key=lambda cell: cell[0].rates[cell[1]].value or 0,
    )
    return f"Largest share: {hover_words(result, row, at)}."


def left_out(result: MonthResult) -> str:
    """What is not in the cells, in words; nothing where all is."""
    hidden = result.kinds - len(result.rows)
    kinds = "categories" if result.spec.by == "category" else "terms"
    parts = [f"The most frequent {len(result.rows)} of {result.kinds:,} {kinds} are shown"] if hidden else []
    parts += [f"{count(result.undated, 'event')} without a month of onset left out"] if result.undated else []
    late = f"{count(result.late, 'event')} begun in a later column than the patient was last followed in left out"
    parts += [late] if result.late else []
    parts += [f"{count(result.not_followed, 'patient')} without any record of time in no month"] if result.not_followed else []
    return f" {'; '.join(parts)}." if parts else ""


def months_caption(catalogue: Catalogue, result: MonthResult, made_on: date) -> Caption:
    """Everything that stands around the heat map."""
    named, rule = months_title(result), ONGOING_RULE if result.spec.happening == "ongoing" else BEGAN_RULE
    found = f"{months_finding(result)}{left_out(result)}"
    used = next((one.method for row in result.rows for one in row.rates), "")
    return Caption(
        title=named,
        heading=named,
        note=f"{found}{CELLS if result.rows else ''}",
        alt=f"{named}. {found}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{in_view(result.provenance)}. {found}",
        method=f"{COLUMN_RULE} {rule}" + (f" {used} {100 * result.spec.level:g}% intervals." if used else ""),
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(
            ("Month of treatment", COLUMN_RULE),
            (HAPPENINGS[result.spec.happening], rule),
            *formula(used),
        ),
        file_stem=file_stem("adverse-events-months", result.spec, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: MonthResult, made_on: date) -> str:
    """The result for a terminal: a line a term or category, under it one a month with somebody; counts, method and data."""
    followed = ", ".join(f"month {month_words(one)} {one.followed:,}" for one in result.columns)
    lines = [f"  {OUT_OF}: {followed}"] if result.columns else []
    for row in result.rows:
        lines.append(f"  {name_words(result, row)}: {count(row.patients, 'patient')} of {result.treated:,}")
        lines += [f"    {_month_line(result, row, at)}" for at, n in enumerate(row.counts) if n]
    return printed(months_caption(catalogue, result, made_on), result.provenance, lines)
