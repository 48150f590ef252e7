"""Published rates in words, and how far a published rate matches the view."""

from core.domain.catalogue import Benchmark
from core.words.numbers import count


def benchmark_label(row: Benchmark) -> str:
    """`BRAVE-AA1, baricitinib 4 mg, week 36`."""
    return f"{row.study}, {row.arm}, {row.time_label}"


def benchmark_text(row: Benchmark) -> str:
    """`99/281 · 35.2%, counted over all randomised; King 2022`."""
    counts = f"{row.events}/{row.n} · " if row.events is not None and row.n is not None else ""
    note = f" ({row.note})" if row.note else ""
    return f"{counts}{row.percent:g}%{note}, {row.imputation}; {row.citation}"


def benchmark_sentence(shown: int, unstated: int, others: int) -> str:
    """How many published rates match, and what matching means."""
    if not shown and not others:
        return "No published rate has this endpoint at this time."
    verb = "is" if others == 1 else "are"
    more = f" {others} more {verb} not drawn: another analysis set." if others else ""
    silent = f" {unstated} of them do not say which analysis set they used." if unstated else ""
    drawn = f"{count(shown, 'published rate')} with the same endpoint within a month of this time." if shown else ""
    return f"{drawn} Populations, doses and imputation differ: not a league table.{silent}{more}".strip()


def sources(benchmarks: tuple[Benchmark, ...]) -> str:
    """` Published rates: King 2022 ...; ...`, each source once; nothing where none is drawn."""
    cited = list(dict.fromkeys(row.citation for row in benchmarks))
    return f" Published rates, not a league table: {'; '.join(cited)}." if cited else ""
