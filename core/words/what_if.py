"""The what-if profile in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.filters import number
from core.domain.what_if import Alike, Setting, WhatIf
from core.words.adjusted import estimator, formula, how
from core.words.cohort import filter_sentence, inner, listed
from core.words.model import counts, first_words, model_stem, outcome
from core.words.model_method import STATUSES, aliased_words
from core.words.numbers import NONE, count, rate_with_interval
from core.words.provenance import data_line

HEADING = "What if?"
USUAL = "a usual patient"
PREDICTED = "Predicted for this profile"
FAR = "Predicted, farther out than any patient"
OBSERVED = "All patients used"
CAUTION = (
    "An association among these patients, not a promise to a new one, and not what a treatment or a change would bring about"
)
NOBODY_ALIKE = "Nobody among the patients used is like this in every term."
BEYOND = (
    "Nobody among the patients used lies as far out as this combination of values: the number rests on the form of the model, "
    "not on patients."
)


def title(found: WhatIf) -> str:
    """What is predicted."""
    return f"{outcome(found.model)}: what if?"


def setting_label(one: Setting) -> str:
    """`Age, years`."""
    return f"{one.label}, {one.unit}" if one.unit else one.label


def option_words(one: Setting, value: str) -> str:
    """`Totalis (AT), n 25`: a level with the patients used who have it."""
    for level, n in zip(one.levels, one.counts, strict=True):
        if level.value == value:
            return f"{level.label}, n {n:,}"
    return value


def value_words(one: Setting) -> str:
    """`AA type Totalis (AT)`, `age 41 years`."""
    label = next((level.label for level in one.levels if level.value == one.value), one.value)
    return f"{inner(one.label)} {label} {one.unit}".strip()


def profile_words(found: WhatIf) -> str:
    """The whole profile in one line."""
    return "; ".join(map(value_words, found.settings))


def shown_words(settings: tuple[Setting, ...]) -> str:
    """What is shown instead of a profile that could not be read: its values as far as they differ from the usual."""
    return listed([value_words(one) for one in settings if one.value != one.usual], "and") or USUAL


def problems(found: WhatIf) -> str:
    """Why there is no prediction: values that no patient used has; "" where there is one."""
    return " ".join(f"{_problem(one)} No number is given for it." for one in found.settings if one.problem)


def _problem(one: Setting) -> str:
    if one.problem == "out of range":
        span = f"{number(one.low)} to {number(one.high)} {one.unit}".strip()
        return f"{value_words(one)[0].upper()}{value_words(one)[1:]} lies outside what was seen, {span}."
    if one.problem == "no number":
        return f"{one.label} needs a number."
    known = listed([level.value for level in one.levels], "and")
    return f"None of the patients used has {inner(one.label)} {one.value!r}; those seen are {known}."


def alike_label(one: Alike) -> str:
    """Who counts as alike."""
    return "Patients alike in every term" if not one.apart else f"Patients alike in all but {count(one.apart, 'term')}"


def rows(found: WhatIf) -> list[tuple[str, str, str]]:
    """(what, responders of patients, probability with its interval) of the prediction, those alike, and all used."""
    if found.risk is None or found.observed is None:
        return []
    used = (found.model.events or 0, found.model.n)
    return [
        (FAR if found.beyond else PREDICTED, NONE, rate_with_interval(found.risk)),
        *((alike_label(one), f"{one.events:,}/{one.n:,}", rate_with_interval(one.rate)) for one in found.alike),
        (OBSERVED, f"{used[0]:,}/{used[1]:,}", rate_with_interval(found.observed)),
    ]


def method(found: WhatIf) -> str:
    """The profile, how it was predicted, who is alike, and what it is not."""
    if found.status != "ok":
        return STATUSES[found.status]
    if found.risk is None or found.observed is None:
        return problems(found)
    level = f"{100 * found.risk.level:g}%"
    parts = [
        f"Profile: {profile_words(found)}",
        f"Predicted with a {level} interval ({found.risk.method}). {estimator(found.model)}",
        f"Alike: {_alike(found)}; observed rates with {level} {found.observed.method} intervals",
        CAUTION,
    ]
    return " ".join([*_nobody(found), ". ".join(parts) + ".", *_beyond(found)])


def cautions(found: WhatIf) -> list[str]:
    """What the number is not, and how far it lies from any patient; or why there is none."""
    if found.risk is None:
        return [problems(found)]
    return [*_nobody(found), *_beyond(found), f"{CAUTION}."]


def _nobody(found: WhatIf) -> list[str]:
    return [] if any(one.n for one in found.alike if not one.apart) else [NOBODY_ALIKE]


def _beyond(found: WhatIf) -> list[str]:
    """That the profile lies farther out than any patient, and which of its levels nobody has together."""
    if not found.beyond:
        return []
    told = {one.variable: value_words(one) for one in found.settings}
    pairs = [f"{told[one]} with {told[other]}" for one, other in found.unseen]
    return [BEYOND, *([f"Nobody has {listed(pairs, 'or')}."] if pairs else [])]


def _alike(found: WhatIf) -> str:
    near = [f"{inner(one.label)} within {number(one.near)} {one.unit}".strip() for one in found.settings if not one.levels]
    return listed(["the same level of a term", *near], "and")


def caption(catalogue: Catalogue, found: WhatIf, made_on: date) -> Caption:
    """Everything that stands around the card."""
    model, made = found.model, method(found)
    told = "; ".join(f"{what} {shown}" for what, _, shown in rows(found))
    return Caption(
        title=title(found),
        heading=title(found),
        note=first_words(model, *cautions(found)),
        alt=f"{title(found)} {told or made}",
        cohort=filter_sentence(catalogue, model.cohort),
        counts=counts(model),
        method=" ".join([made, *map(aliased_words, model.aliased)]),
        data=data_line(model.provenance, made_on),
        synthetic=model.provenance.synthetic,
        how=(*how(model), *formula("Wald on the log odds"), *formula("leverage"), *formula("Wilson score")),
        file_stem=model_stem(model, "what-if"),
    )


def as_text(catalogue: Catalogue, found: WhatIf, made_on: date) -> str:
    """The prediction for a terminal."""
    words = caption(catalogue, found, made_on)
    lines = [f"  {what}: {counted + ', ' if counted != NONE else ''}{shown}" for what, counted, shown in rows(found)]
    return "\n".join([words.title, words.cohort, *lines, words.counts, words.method, words.data])
