"""The shape of a catalogue: everything the product knows about one disease, as data."""

from dataclasses import dataclass

from core.domain.endpoint import AnalysisSet, Endpoint
from core.domain.labs import KidneyRule, KnownEffect, LabTest, LiverRule, Monitoring
from core.domain.model import Coding, ModelKind
from core.domain.terms import Preset, Term
from core.domain.variable import Measure, Table, Variable

ANY_EVENT = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A published response rate with its source. n and events are None where only a percentage is published."""

    key: str
    study: str
    arm: str
    endpoint: str
    month: float
    time_label: str
    percent: float
    events: int | None
    n: int | None
    imputation: str
    analysis_set: AnalysisSet | None
    citation: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """One figure of a published analysis as printed, and what of a cohort stands beside it.

    Exactly one of: `everyone` (number treated), `assessed` (number of completers), `event` (patients with an adverse event
    of that term, or with any), else the response rate of completers, of one `group` (variable, level) where it is given.
    """

    label: str
    printed: str
    everyone: bool = False
    assessed: bool = False
    event: str = ""
    group: tuple[str, str] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEstimate:
    """One printed regression estimate: the odds ratio or slope of a level of a term, its p, and the coding it is read in."""

    kind: ModelKind
    variable: str
    level: str
    label: str
    value: float
    digits: int
    p: float
    coding: Coding
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAnalysis:
    """A published analysis and the figures of it that can be set beside this cohort's."""

    key: str
    citation: str
    endpoint: str
    month: int
    figures: tuple[PublishedFigure, ...]
    estimates: tuple[PublishedEstimate, ...] = ()
    fewer_terms: str = ""  # the preset that shows how far the estimates hang on the choice of terms
    kidney_note: str = ""  # how events of the kidney were graded in the cohort that mirrors it


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialEvents:
    """Adverse events of special interest: an event belongs to the set where a word of its term begins with one of `words`, or
    one of its category with one of `categories`, whatever the case. A `wide` set holds others whole, and is no kind beside
    them."""

    key: str
    label: str
    words: tuple[str, ...]
    categories: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One disease: tables, measures, endpoints, thresholds, benchmarks and published figures.

    `derived` are the variables that the store makes from visits (baselines and their bands). `main_measure` is the score
    the flow and the default endpoint are about. `window` is the default visit window in months, `widest_window` the
    widest that can be asked for. `event_names` are names of one kind of event, the usual one first: the import points at the
    others and puts none together. `monitoring` are the laboratory values at which a drug's label says what to do.
    """

    key: str
    disease: str
    tables: tuple[Table, ...]
    measures: tuple[Measure, ...]
    main_measure: str
    derived: tuple[Variable, ...]
    endpoints: tuple[Endpoint, ...]
    default_endpoint: str
    default_month: int
    window: float
    widest_window: float
    baseline_variables: tuple[str, ...]
    benchmarks: tuple[Benchmark, ...]
    published: tuple[PublishedAnalysis, ...]
    presets: tuple[Preset, ...]
    special_events: tuple[SpecialEvents, ...]
    event_names: tuple[tuple[str, ...], ...]
    special_source: str
    threshold_label: str
    threshold_definition: str
    lab_tests: tuple[LabTest, ...]
    monitoring: tuple[Monitoring, ...]
    known_effects: tuple[KnownEffect, ...]
    liver_rule: LiverRule
    kidney_rule: KidneyRule

    def __post_init__(self) -> None:
        found = [preset.key for preset in self.presets if preset.published]
        if any(analysis.estimates for analysis in self.published) and len(found) != 1:
            raise ValueError(f"Published estimates need one published preset to be refitted with; {self.key} has {found}.")

    def table(self, name: str) -> Table:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)

    def measure(self, name: str) -> Measure:
        """The measure of that name."""
        return next(measure for measure in self.measures if measure.name == name)

    def usual_month(self, months: tuple[int, ...]) -> int:
        """The month a response is told at unless another is asked for: of those after month 0 the default, else the last.
        ValueError for none."""
        later = [month for month in months if month > 0]
        return self.default_month if self.default_month in later else max(later)

    @property
    def published_terms(self) -> tuple[Term, ...]:
        """The terms of the published analysis; there are some wherever estimates were published."""
        return tuple(term for preset in self.presets if preset.published for term in preset.terms)

    @property
    def cohort_variables(self) -> tuple[Variable, ...]:
        """Every variable known of a patient: the columns of `patient` and those derived from visits."""
        return (*self.table("patient").variables, *self.derived)

    @property
    def filterable(self) -> tuple[Variable, ...]:
        """The variables the cohort filter offers, in the order of the catalogue."""
        return tuple(variable for variable in self.cohort_variables if variable.filterable)
