"""Published response rates, each with its source; counts only where they were published or follow from published figures."""

from core.domain.catalogue import Benchmark
from core.domain.endpoint import AnalysisSet
from core.domain.times import DAYS_A_MONTH

_WEEK = 7 / DAYS_A_MONTH  # months
_NOT_STATED = "imputation not stated"
_ALL_RANDOMISED = "counted over all randomised; imputation not stated"
_KING = "King 2022, N Engl J Med, NEJMoa2110343"
_CHMP = "CHMP notice, as reported by marketscreener.com"
_FDA = "FDA notice, as reported by fhea.com"
_POOLED = "Zlotogorski 2024, DOI 10.1002/jvc2.455"
_ALLEGRO = "ALLEGRO-2b/3, DOI 10.1016/S0140-6736(23)00222-2; alopecia.org.uk data page"
_LONG = "ALLEGRO pooled long-term abstract, discovery.researcher.life"
_THRIVE1 = "THRIVE-AA1, as reported by physiciansweekly.com"
_THRIVE2 = "THRIVE-AA2, as reported by medthority.com, August 2022"
_UPAA = "UP-AA, as reported by drugtopics.com"


def _row(study: str, arm: str, week: float, percent: float, citation: str, **more: str | int | AnalysisSet | None) -> Benchmark:
    endpoint = str(more.get("endpoint", "salt20"))
    events, n, analysis_set = more.get("events"), more.get("n"), more.get("analysis_set")
    return Benchmark(
        key=f"{study}/{arm}/{endpoint}/{week:.0f}/{analysis_set or ''}/{citation[:4]}",
        study=study,
        arm=arm,
        endpoint=endpoint,
        month=round(week * _WEEK, 1),
        time_label=str(more.get("time_label", f"week {week:g}")),
        percent=percent,
        events=events if isinstance(events, int) else None,
        n=n if isinstance(n, int) else None,
        imputation=str(more.get("imputation", _NOT_STATED)),
        analysis_set=analysis_set if isinstance(analysis_set, AnalysisSet) else None,
        citation=citation,
        note=str(more.get("note", "")),
    )


def _ritlecitinib(band: str, month: int, observed: float, locf: float) -> tuple[Benchmark, Benchmark]:
    week, label = month / _WEEK, f"month {month}"
    return (
        _row("ALLEGRO pooled", f"ritlecitinib 50 mg, {band}", week, observed, _LONG, time_label=label,
             imputation="observed cases", analysis_set=AnalysisSet.OBSERVED),
        _row("ALLEGRO pooled", f"ritlecitinib 50 mg, {band}", week, locf, _LONG, time_label=label,
             imputation="last observation carried forward", analysis_set=AnalysisSet.LOCF),
    )  # fmt: skip


BENCHMARKS = (
    _row("BRAVE-AA1", "baricitinib 4 mg", 36, 35.2, f"{_CHMP}; {_FDA}", events=99, n=281, imputation=_ALL_RANDOMISED),
    _row("BRAVE-AA1", "placebo", 36, 5.3, _CHMP, events=10, n=189, imputation=_ALL_RANDOMISED),
    _row("BRAVE-AA2", "baricitinib 4 mg", 36, 32.5, _CHMP, events=76, n=234, imputation=_ALL_RANDOMISED),
    _row("BRAVE-AA2", "placebo", 36, 2.6, _CHMP, events=4, n=156, imputation=_ALL_RANDOMISED),
    _row("BRAVE-AA1", "baricitinib 4 mg, model estimate", 36, 38.8, _KING, imputation="model-estimated"),
    _row("BRAVE-AA1", "baricitinib 2 mg, model estimate", 36, 22.8, _KING, imputation="model-estimated"),
    _row("BRAVE-AA2", "baricitinib 4 mg, model estimate", 36, 35.9, _KING, imputation="model-estimated"),
    _row("BRAVE-AA2", "baricitinib 2 mg, model estimate", 36, 19.4, _KING, imputation="model-estimated"),
    _row("BRAVE pooled", "baricitinib 4 mg", 36, 34.0, f"sum of BRAVE-AA1 and AA2 ({_CHMP}; {_FDA})", events=175, n=515,
         imputation=_ALL_RANDOMISED),
    _row("BRAVE pooled", "placebo", 36, 4.1, _POOLED, events=14, n=345, imputation=_ALL_RANDOMISED),
    _row("BRAVE pooled", "placebo", 36, 9.3, _POOLED, endpoint="salt50", events=32, n=345, imputation=_ALL_RANDOMISED),
    _row("BRAVE-AA1", "baricitinib 4 mg", 52, 40.9, f"conexiant.com withdrawal report; N from {_FDA}", events=115,
         n=281, note="percentage computed from the counts"),
    _row("BRAVE-AA1", "baricitinib 2 mg", 52, 21.2, f"conexiant.com withdrawal report; N from {_FDA}", events=39,
         n=184, note="percentage computed from the counts"),
    _row("BRAVE-AA2", "baricitinib 4 mg", 52, 36.8, f"jofskin.org 2349; N from {_FDA}", events=86, n=234,
         note="percentage computed from the counts"),
    _row("BRAVE pooled", "baricitinib 4 mg", 52, 39.0, "Medscape 970987; counts: sum of BRAVE-AA1 and AA2", events=201,
         n=515, note="counts computed as a sum"),
    _row("Phase 2", "baricitinib 4 mg", 36, 51.9, "J Am Acad Dermatol 2021, DOI 10.1016/j.jaad.2021.05.050"),
    _row("Phase 2", "baricitinib 2 mg", 36, 33.3, "J Am Acad Dermatol 2021, DOI 10.1016/j.jaad.2021.05.050"),
    _row("BRAVE-AA-PEDS", "baricitinib 4 mg, 12 to under 18 years", 36, 42.4, "Lilly release, 8 March 2025"),
    _row("BRAVE main analyses", "placebo", 36, 3.8, _POOLED, endpoint="eyebrow2",
         note="9 responders published, the denominator is not"),
    _row("BRAVE main analyses", "placebo", 36, 4.3, _POOLED, endpoint="eyelash2",
         note="8 responders published, the denominator is not"),
    _row("BRAVE (Mostaghimi)", "baricitinib 4 mg", 36, 44.3, "conexiant.com report", endpoint="eyebrow1",
         note="entry condition of the source not seen"),
    _row("BRAVE (Mostaghimi)", "baricitinib 2 mg", 36, 28.2, "conexiant.com report", endpoint="eyebrow1",
         note="entry condition of the source not seen"),
    _row("BRAVE (Mostaghimi)", "placebo", 36, 12.6, "conexiant.com report", endpoint="eyebrow1",
         note="entry condition of the source not seen"),
    _row("BRAVE (Mostaghimi)", "baricitinib 4 mg", 52, 56.0, "conexiant.com report", endpoint="eyebrow1",
         note="entry condition of the source not seen"),
    _row("BRAVE (Mostaghimi)", "baricitinib 4 mg", 36, 46.4, "conexiant.com report", endpoint="eyelash1",
         note="entry condition of the source not seen"),
    _row("BRAVE (Mostaghimi)", "baricitinib 2 mg", 36, 25.1, "conexiant.com report", endpoint="eyelash1",
         note="entry condition of the source not seen"),
    _row("BRAVE (Mostaghimi)", "placebo", 36, 12.4, "conexiant.com report", endpoint="eyelash1",
         note="entry condition of the source not seen"),
    _row("BRAVE (Mostaghimi)", "baricitinib 4 mg", 52, 55.8, "conexiant.com report", endpoint="eyelash1",
         note="entry condition of the source not seen"),
    *(_row("ALLEGRO-2b/3", f"ritlecitinib {arm}", 24, percent, _ALLEGRO)
      for arm, percent in (("50 mg", 23), ("200/50 mg", 31), ("200/30 mg", 22), ("30 mg", 14))),
    _row("ALLEGRO-2b/3", "placebo", 24, 2, _ALLEGRO),
    *(_row("ALLEGRO-2b/3", f"ritlecitinib {arm}", 48, percent, _ALLEGRO)
      for arm, percent in (("50 mg", 43), ("200/50 mg", 40), ("200/30 mg", 34), ("30 mg", 31))),
    *_ritlecitinib("SALT 50–94", 12, 64.4, 60.6),
    *_ritlecitinib("SALT 95–100", 12, 34.3, 29.6),
    *_ritlecitinib("SALT 50–94", 24, 70.2, 63.6),
    *_ritlecitinib("SALT 95–100", 24, 54.8, 36.8),
    _row("THRIVE-AA1", "deuruxolitinib 8 mg twice daily (N=351)", 24, 29.6, _THRIVE1),
    _row("THRIVE-AA1", "deuruxolitinib 12 mg twice daily (N=215)", 24, 41.5, _THRIVE1),
    _row("THRIVE-AA1", "placebo (N=140)", 24, 0.8, _THRIVE1),
    *(_row("THRIVE-AA1", arm, 24, percent, _THRIVE1, endpoint="salt10")
      for arm, percent in (("deuruxolitinib 8 mg twice daily", 20.8), ("deuruxolitinib 12 mg twice daily", 34.5),
                           ("placebo", 0))),
    *(_row("THRIVE-AA2", arm, 24, percent, _THRIVE2)
      for arm, percent in (("deuruxolitinib 12 mg", 38.3), ("deuruxolitinib 8 mg", 33.0), ("placebo", 0.8))),
    *(_row("UP-AA study 1", arm, 24, percent, _UPAA)
      for arm, percent in (("upadacitinib 15 mg", 45.2), ("upadacitinib 30 mg", 55.0))),
    *(_row("UP-AA study 1", arm, 24, percent, _UPAA, endpoint="salt10")
      for arm, percent in (("upadacitinib 15 mg", 35.2), ("upadacitinib 30 mg", 45.8), ("placebo", 0.7))),
    *(_row("UP-AA study 2", arm, 24, percent, "UP-AA, AbbVie release coverage")
      for arm, percent in (("upadacitinib 15 mg", 44.6), ("upadacitinib 30 mg", 54.3), ("placebo", 3.4))),
    *(_row("UP-AA study 2", arm, 24, percent, "UP-AA, AbbVie release coverage", endpoint="salt10")
      for arm, percent in (("upadacitinib 15 mg", 36.0), ("upadacitinib 30 mg", 47.1), ("placebo", 1.4))),
    _row("Tohoku cohort", "baricitinib", 39, 41.4, "Wada-Irimada 2025, DOI 10.1111/1346-8138.17641", events=29, n=70,
         time_label="month 9", imputation="observed completers", analysis_set=AnalysisSet.OBSERVED),
    _row("Italian cohort, 27 centres", "baricitinib 4 mg (N=253)", 48, 63.2, "DOI 10.1111/jdv.70067"),
)  # fmt: skip
