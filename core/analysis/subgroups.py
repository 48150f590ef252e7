"""The effect of one factor within the levels of others, with the test of each interaction."""

from dataclasses import dataclass, replace

from core.analysis.design import Column
from core.analysis.engines import Engine, LeastSquaresEngine, logistic
from core.analysis.frame import Frame
from core.analysis.model import prepared, why_firth
from core.analysis.used import Used
from core.catalogue.lookup import groupable, variable
from core.domain.catalogue import Catalogue
from core.domain.errors import RequestError
from core.domain.estimates import Test
from core.domain.filters import CohortFilter
from core.domain.model import ModelSpec
from core.domain.subgroups import Arm, Subgroup, SubgroupBlock, SubgroupResult, SubgroupSpec
from core.domain.terms import Term
from core.stats.multiplicity import benjamini_hochberg
from core.store.cohort_store import CohortStore


def usual_subgroups(catalogue: Catalogue, factor: Term) -> tuple[Term, ...]:
    """Every baseline variable but the factor's own: its levels, or the groups at its usual cut points."""
    return tuple(
        Term(variable=one.name, form="cuts" if one.numeric else "levels", cuts=one.cuts if one.numeric else ())
        for one in groupable(catalogue)
        if one.name != factor.variable and (not one.numeric or one.cuts)
    )


def subgroups(store: CohortStore, cohort: CohortFilter, spec: SubgroupSpec) -> SubgroupResult:
    """The subgroups of complete cases in view. Raises FilterError or RequestError where they cannot be asked for."""
    asked = replace(spec.model, coding="treatment", together=True, missing="complete")
    shell, frame = prepared(store, cohort, asked)
    result = SubgroupResult(
        spec=spec,
        cohort=cohort,
        provenance=shell.provenance,
        status=shell.status,
        label=frame.axes[0].label,
        level="",
        reference="",
    )
    if shell.status != "ok":
        return result
    if len(frame.kept) > 1:
        raise RequestError(
            f"{result.label} has more than two levels here. Choose a factor of two levels, or a number as a line."
        )
    crossed = [_crossed(store, cohort, asked, term) for term in spec.by]
    parts = [part for part in crossed if part is not None]
    everyone = _Part(frame)
    fewest = min(part.fewest() for part in (everyone, *parts))
    why = why_firth(shell, separated=any(_separated(part, asked) for part in (everyone, *parts)), per_parameter=fewest)
    estimator = "ols" if asked.kind == "least_squares" else "firth" if why else "ml"
    blocks = [part.block(asked, estimator) for part in parts]
    adjusted = benjamini_hochberg([block.interaction.p for block in blocks])
    factor = frame.kept[0]
    return replace(
        result,
        level=factor.label,
        reference=factor.reference,
        estimator=estimator,
        why=why if asked.kind == "logistic" else (),
        overall=everyone.row("", tuple(range(len(frame.used.n))), asked, estimator),
        blocks=tuple(replace(block, adjusted_p=p) for block, p in zip(blocks, adjusted, strict=True)),
        skipped=_skipped(store.catalogue, spec, crossed),
    )


def _crossed(store: CohortStore, cohort: CohortFilter, asked: ModelSpec, term: Term) -> "_Part | None":
    """The model of the factor, the variable and their interaction; None where either of the two does not vary."""
    factor = asked.terms[0]
    pair = Term(variable=factor.variable, form="interaction", by=term.variable)
    _, frame = prepared(store, cohort, replace(asked, terms=(factor, term, pair)))
    there = {column.variable for column in frame.kept}
    return _Part(frame) if {factor.key, term.key} <= there else None


def _skipped(catalogue: Catalogue, spec: SubgroupSpec, crossed: list["_Part | None"]) -> tuple[str, ...]:
    return tuple(variable(catalogue, term.variable).label for term, part in zip(spec.by, crossed, strict=True) if part is None)


def _separated(part: "_Part", asked: ModelSpec) -> bool:
    """Does any of the fits of this part have no finite maximum likelihood estimate?"""
    if asked.kind != "logistic":
        return False
    whole = logistic(part.frame.used, asked, "ml").separated(part.frame.kept)
    return whole or any(logistic(used, asked, "ml").separated([column]) for used, column in part.levels())


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The factor (first column) alone, or with one variable and their interaction."""

    frame: Frame

    def levels(self) -> list[tuple[Used, Column]]:
        """The patients of every level of the variable, with the column of the factor among them."""
        return [self._within(places) for _, places in self._places()]

    def fewest(self) -> float:
        """The fewest patients of the rarer outcome per coefficient, among the model of this part and those of its levels."""
        counts = [(self.frame.used, self.frame.parameters), *((used, 1) for used, _ in self.levels())]
        return min(min(used.responders, used.patients - used.responders) / parameters for used, parameters in counts)

    def block(self, asked: ModelSpec, estimator: str) -> SubgroupBlock:
        """A row a level, and the test of the interaction."""
        axis = self.frame.axes[1]
        rows = tuple(self.row(label, places, asked, estimator) for label, places in self._places())
        return SubgroupBlock(
            variable=axis.term.variable, label=axis.label, rows=rows, interaction=self._test(asked, estimator), adjusted_p=None
        )

    def row(self, level: str, places: tuple[int, ...], asked: ModelSpec, estimator: str) -> Subgroup:
        """The effect of the factor among the patients in these patterns."""
        used, column = self._within(places)
        found = _engine(used, asked, estimator).fits([column])
        odds = asked.kind == "logistic"
        arms = [[at for at, member in enumerate(column.members) if member is having] for having in (True, False)]
        return Subgroup(
            level=level,
            n=sum(used.n),
            events=sum(used.events) if odds else None,
            arms=tuple(_arm(used, inside, odds=odds) for inside in arms) if column.level else (),
            status=found.status,
            fit=found.fits[0] if found.fits else None,
        )

    def _places(self) -> list[tuple[str, tuple[int, ...]]]:
        """The patterns of every level of the variable that occurs; none of a factor alone."""
        if len(self.frame.axes) == 1:
            return []
        axis, patterns = self.frame.axes[1], self.frame.used.patterns
        return [
            (level.label, tuple(at for at, one in enumerate(patterns) if str(one.values[axis.place]) == level.value))
            for level in axis.levels
        ]

    def _within(self, places: tuple[int, ...]) -> tuple[Used, Column]:
        factor = self.frame.kept[0]
        values, members = tuple(factor.values[at] for at in places), tuple(factor.members[at] for at in places)
        return self.frame.used.only(places), replace(factor, values=values, members=members)

    def _test(self, asked: ModelSpec, estimator: str) -> Test:
        """The test of the interaction; none where one of its columns could not be told apart."""
        pair = self.frame.axes[2].term.key
        engine = _engine(self.frame.used, asked, estimator)
        block = self.frame.blocks.get(pair, [])
        if not block or any(one.variable == pair for one in self.frame.aliased):
            name = engine.tests(self.frame.kept, [[1]])[0].method
            return Test(method=name, p=None, note="missing pairs")
        return engine.tests(self.frame.kept, [block])[0]


def _engine(used: Used, asked: ModelSpec, estimator: str) -> Engine:
    if asked.kind == "least_squares":
        return LeastSquaresEngine(used, asked.level, asked.errors)
    return logistic(used, asked, estimator)


def _arm(used: Used, inside: list[int], *, odds: bool) -> Arm:
    return Arm(n=sum(used.n[at] for at in inside), events=sum(used.events[at] for at in inside) if odds else None)
