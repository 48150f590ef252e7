"""Published rates that match a view: the same endpoint, near in time, and of no other analysis set."""

from core.domain.catalogue import Benchmark, Catalogue
from core.domain.endpoint import AnalysisSet
from core.domain.rates import RateSpec

NEAR = 1.0  # month


def matching(catalogue: Catalogue, spec: RateSpec) -> tuple[tuple[Benchmark, ...], int]:
    """The rates to lay over, and how many more there are that used another analysis set."""
    near = [row for row in catalogue.benchmarks if row.endpoint == spec.endpoint.key and abs(row.month - spec.month) <= NEAR]
    same = {spec.analysis_set} | (
        {AnalysisSet.NRI, AnalysisSet.WORST} if spec.analysis_set in (AnalysisSet.NRI, AnalysisSet.WORST) else set()
    )
    fitting = tuple(row for row in near if row.analysis_set is None or row.analysis_set in same)
    return fitting, len(near) - len(fitting)
