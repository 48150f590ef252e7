"""Model terms from text, checked against the catalogue and given the levels that occur."""

import re

from core.analysis.groups import checked_cuts
from core.catalogue.lookup import groupable, in_order, landmark, variable
from core.domain.catalogue import Catalogue
from core.domain.cuts import cut_levels
from core.domain.errors import RequestError
from core.domain.filters import finite
from core.domain.terms import LAST, Form, Preset, Term
from core.domain.variable import Level, Variable

_TERM = re.compile(
    r"(?P<name>\w+(?:@\d{1,3})?)(?:\*(?P<per>[\d.]+)|\*(?P<by>[A-Za-z_]\w*(?:@\d{1,3})?)|~(?P<knots>\d)|:(?P<cuts>[\d.,]+))?(?:=(?P<reference>.+))?"
)


def preset(catalogue: Catalogue, key: str) -> Preset:
    """The preset of that key. Raises RequestError listing those there are."""
    for one in catalogue.presets:
        if one.key == key:
            return one
    raise RequestError(f"There is no preset {key!r}. Choose one of: {', '.join(one.key for one in catalogue.presets)}.")


def parse_terms(catalogue: Catalogue, text: str) -> tuple[Term, ...]:
    """The terms that a link or the command line spells, parted by `;`. Raises RequestError with the remedy."""
    return tuple(checked_term(catalogue, _parsed(part)) for part in text.split(";") if part.strip())


def _form(found: re.Match[str]) -> Form:
    if found["per"]:
        return "linear"
    return "interaction" if found["by"] else "spline" if found["knots"] else "cuts" if found["cuts"] else "levels"


def _parsed(text: str) -> Term:
    found = _TERM.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError
        cuts = tuple(finite(cut) for cut in (found["cuts"] or "").split(",") if cut)
        per = finite(found["per"] or "1")
    except ValueError:
        raise RequestError(
            f"Cannot read the term {text.strip()[:60]!r}. Write sex=M (reference), age_years*10 (a line per 10), "
            "duration_years:4 (groups), age_years~3 (a spline with 3 knots) or sex*age_years (an interaction)."
        ) from None
    return Term(
        variable=found["name"],
        form=_form(found),
        reference=found["reference"] or "",
        per=per,
        cuts=cuts,
        knots=int(found["knots"] or 0),
        by=found["by"] or "",
    )


def checked_term(catalogue: Catalogue, term: Term) -> Term:
    """The term itself, if its variable can stand in a model in this form. Raises RequestError."""
    if term.by:
        for name in (term.variable, term.by):
            _predictor(catalogue, name)
        return term
    chosen = _predictor(catalogue, term.variable)
    _check_form(chosen, term)
    known = [level.value for level in (cut_levels(chosen, term.cuts) if term.cuts else chosen.choices)]
    if term.reference and term.form in ("levels", "cuts") and known and term.reference not in (*known, LAST):
        raise RequestError(
            f"{chosen.label} has no level {term.reference!r} to compare with. Choose one of: {', '.join(known)}."
        )
    return term


def _predictor(catalogue: Catalogue, name: str) -> Variable:
    """The variable, if it is known before treatment. Raises RequestError."""
    chosen = variable(catalogue, name)
    if landmark(name)[1] is not None:
        return chosen
    if chosen.timing != "baseline":
        example = f"{catalogue.main_measure}@3"
        raise RequestError(
            f"{chosen.label} is known only after treatment began. Patients who stayed on longer had to respond or tolerate it "
            "first (immortal-time bias), so it cannot predict response. Choose a baseline variable, or a measure at a landmark "
            f"month before the response ({example}): then only patients still followed at that month are compared."
        )
    if chosen not in groupable(catalogue):
        raise RequestError(f"{chosen.label} cannot be used as a predictor.")
    return chosen


def _check_form(chosen: Variable, term: Term) -> None:
    if term.form == "levels" and chosen.numeric:
        raise RequestError(f"{chosen.label} is a number: use a line ({chosen.name}*10) or cut points ({chosen.name}:4).")
    if term.form == "linear" and not (chosen.numeric or chosen.discrete):
        raise RequestError(f"{chosen.label} is no number and has no line. Use its levels: {chosen.name}.")
    if term.form == "spline" and not chosen.numeric:
        raise RequestError(f"{chosen.label} takes too few values for a spline. Use a line or its levels: {chosen.name}.")
    if term.cuts:
        checked_cuts(chosen, term.cuts)


def check_landmarks(catalogue: Catalogue, terms: tuple[Term, ...], month: int, window: float) -> None:
    """Raises RequestError for a measure at a landmark month that is not before the response, or whose visit could be that of
    the response."""
    for term in terms:
        if (landmark(term.variable)[1] or 0) >= month:
            raise RequestError(
                f"{variable(catalogue, term.variable).label} is not known before the response at month {month}. Choose an "
                "earlier landmark month, or a later response."
            )
        if month - (landmark(term.variable)[1] or -month) <= 2 * window:
            raise RequestError(
                f"With visits within ±{window:g} months, one visit could be both {variable(catalogue, term.variable).label} "
                f"and the response at month {month}. Choose an earlier landmark month or a narrower window."
            )


def term_levels(catalogue: Catalogue, term: Term, present: list[str]) -> list[Level]:
    """The levels of a term that occur, in their order, as a model prints them; none for a line."""
    chosen = variable(catalogue, term.variable)
    if term.form in ("linear", "spline"):
        return []
    if term.cuts:
        return [level for level in cut_levels(chosen, term.cuts) if level.value in present]
    unit = f" {chosen.unit}" if chosen.unit else ""
    return [Level(value=value, label=chosen.label_of(value) + unit) for value in in_order(chosen, present)]
