"""P-values adjusted for having looked at many."""

from collections.abc import Sequence


def benjamini_hochberg(ps: Sequence[float | None]) -> tuple[float | None, ...]:
    """Give the p-values adjusted for the false discovery rate, in the order they came; None stays None.

    With m p-values sorted upwards, adjusted p(i) = min over j >= i of min(1, m p(j) / j); a None is a test that was
    not done and does not count in m. ValueError for a p outside 0..1 (Benjamini & Hochberg 1995,
    doi 10.1111/j.2517-6161.1995.tb02031.x).
    """
    known = [(p, place) for place, p in enumerate(ps) if p is not None]
    for p, _ in known:
        if not 0 <= p <= 1:
            raise ValueError(f"a p-value must lie in 0..1; got {p!r}")
    adjusted: list[float | None] = [None] * len(ps)
    smallest = 1.0
    for rank, (p, place) in sorted(enumerate(sorted(known), start=1), reverse=True):
        smallest = min(smallest, p * (len(known) / rank))  # of the largest p exactly that: times 1
        adjusted[place] = smallest
    return tuple(adjusted)
