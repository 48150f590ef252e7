"""What staged tables must keep to, drawn from the catalogue: conditions of the engine, and what becomes of what breaks them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.domain.catalogue import Catalogue
from core.domain.contacts import EMAIL, LONGEST, SHORTEST, TELEPHONE, USUAL, WIDE
from core.domain.filters import number
from core.domain.problems import Severity
from core.domain.variable import Measure, Table, Variable
from core.store.stage import literal, quoted, staging

NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?"
NO_NUMBER, NO_WHOLE_NUMBER, NO_DATE = "not a number", "not a whole number", "not a date"  # rules
CHECK = "Check the value against the record."


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule about a column: the SQL condition of a row that breaks it, the rule and the remedy in words.

    `in_text` is a condition on the column alone, without which no row breaks the rule; empty where there is none. `beside` are
    other columns of the row, told in the words where these have `{}`, as the source calls them; `of_days` are the words where
    the source gives the time as a day.
    """

    column: str
    broken: str
    words: str
    remedy: str
    severity: Severity
    in_text: str = ""
    beside: tuple[str, ...] = ()
    of_days: str = ""


def required_rule(variable: Variable) -> Rule:
    """A row without a value that it needs cannot be taken."""
    remedy = f"Enter the {variable.label.lower()}."
    return Rule(variable.name, f"{quoted(variable.name)} IS NULL", "a value is required", remedy, "left_out")


def value_rules(table: Table, variable: Variable) -> Iterator[Rule]:
    """The rules about one cell. What breaks them is emptied, or its row left out where nothing else of it counts."""
    for rule in _value_rules(variable, quoted(variable.name)):
        if variable.kind != "identifier":  # of which there are about as many as rows
            rule = replace(rule, in_text=rule.broken)
        if variable.required:
            yield replace(rule, severity="left_out")
        elif variable.name in table.measured:
            others = "".join(f" AND {quoted(other)} IS NULL" for other in table.measured if other != variable.name)
            yield replace(rule, severity="left_out", broken=f"({rule.broken}){others}")
            yield rule
        else:
            yield rule


def _value_rules(variable: Variable, name: str) -> Iterator[Rule]:
    if variable.written_in_digits:
        yield from _number_rules(variable, name)
    elif variable.kind == "identifier":
        control = f"regexp_matches({name}, '[[:cntrl:]]')"
        yield Rule(variable.name, control, "holds invisible characters", "Type the identifier anew.", "emptied")
    elif variable.kind == "flag":
        yield Rule(variable.name, f"{name} NOT IN ('0', '1')", "must be 1 (yes) or 0 (no)", "Write 1, 0 or nothing.", "emptied")
    elif variable.kind == "date":
        written = f"regexp_full_match({name}, '(19|20)\\d\\d-\\d\\d-\\d\\d')"
        wrong = f"{name} IS NOT NULL AND NOT ({written} AND try_cast({name} AS DATE) IS NOT NULL)"
        yield Rule(variable.name, wrong, NO_DATE, "Write it as YYYY-MM-DD.", "emptied")
        future = f"try_cast({name} AS DATE) > current_date"
        yield Rule(variable.name, future, "a date after today", "Check the date against the record.", "emptied")
    elif variable.levels:
        allowed = ", ".join("'" + level.value.replace("'", "''") + "'" for level in variable.levels)
        words = ", ".join(level.value for level in variable.levels)
        remedy = f"Use one of: {words}."
        yield Rule(variable.name, f"{name} NOT IN ({allowed})", "not one of the known values", remedy, "emptied")


def _number_rules(variable: Variable, name: str) -> Iterator[Rule]:
    value = f"try_cast({name} AS DOUBLE)"
    whole = variable.kind == "integer"
    broken = f"NOT regexp_full_match({name}, '{NUMBER}')" + (f" OR {value} != floor({value})" if whole else "")
    rule = NO_WHOLE_NUMBER if whole else NO_NUMBER
    wrong = f"{name} IS NOT NULL AND ({broken})"
    yield Rule(variable.name, wrong, rule, "Write digits with a decimal point.", "emptied")
    if variable.low is not None and variable.high is not None:
        span = f"{number(variable.low)} to {number(variable.high)}"
        outside = f"{value} NOT BETWEEN {variable.low} AND {variable.high}"
        yield Rule(variable.name, outside, f"outside {span}", CHECK, "emptied")


def contact_rules(table: Table, variable: Variable) -> Iterator[Rule]:
    """Texts that are stored as they stand and may tell how somebody can be reached; each different text is looked at once,
    as the least of those like it: what is asked of the text itself the engine asks of every row."""
    if variable.verbatim:
        name = quoted(variable.name)
        usual = f"translate(left(min({name}), {LONGEST}), {literal(WIDE)}, {literal(USUAL)})"
        texts = f"SELECT {name} FROM {staging(table.name)} GROUP BY 1 HAVING length(min({name})) >= {SHORTEST}"
        for pattern, what in ((EMAIL, "an e-mail address"), (TELEPHONE, "a telephone number")):
            holds = f"{name} IN ({texts} AND regexp_matches({usual}, {literal(pattern)}))"
            words = f"holds {what}, and is stored as it stands"
            yield Rule(variable.name, holds, words, "Take it out of the text.", "warning")


def order_rules(table: Table) -> Iterator[Rule]:
    """Numbers of one row that stand in an order; the one that names the other is emptied."""
    for variable in table:
        for other, sign, words in ((variable.not_above, ">", "larger"), (variable.not_below, "<", "smaller")):
            if other:
                wrong = f"try_cast({quoted(variable.name)} AS DOUBLE) {sign} try_cast({quoted(other)} AS DOUBLE)"
                days = f"{'later' if (sign == '>') == (variable.counted == 'after') else 'earlier'} than {{}}"
                told, remedy = f"{words} than {{}}", "Correct one of the two."
                yield Rule(variable.name, wrong, told, remedy, "emptied", beside=(other,), of_days=days)


def orphan_rule() -> Rule:
    """A row of a patient who is not there cannot be linked."""
    known = f"SELECT patient_id FROM {staging('patient')}"
    remedy = "Add the patient to the table of patients or correct the identifier."
    return Rule("patient_id", f"patient_id NOT IN ({known})", "no such patient", remedy, "left_out")


def measure_rules(measures: Iterable[Measure]) -> Iterator[Rule]:
    """Totals that their parts contradict."""
    for measure in measures:
        if measure.parts:
            total = " + ".join(f"{weight} * try_cast({quoted(part)} AS DOUBLE)" for part, weight in measure.parts)
            wrong = f"abs(try_cast({quoted(measure.name)} AS DOUBLE) - ({total})) > {measure.parts_tolerance}"
            formula = " + ".join(f"{weight:.2f} × {{}}" for _, weight in measure.parts)
            beside = tuple(part for part, _ in measure.parts)
            remedy = "Correct the total or the area scores."
            yield Rule(measure.name, wrong, f"differs from {formula}", remedy, "emptied", beside=beside)


def baseline_rule(catalogue: Catalogue) -> Rule:
    """Patients whose response cannot be told, for want of a baseline; known once the visits are checked."""
    measure = catalogue.measure(catalogue.main_measure)
    seen = (
        f"SELECT patient_id FROM {staging('visit')} WHERE try_cast(month AS DOUBLE) = 0 AND {quoted(measure.name)} IS NOT NULL"
    )
    return Rule(
        "patient_id",
        f"patient_id NOT IN ({seen})",
        f"no {measure.label} at month 0",
        f"Imported; left out wherever a baseline {measure.label} is needed. Add the visit at month 0.",
        "warning",
    )
