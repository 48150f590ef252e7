"""The model case: a published single-centre analysis, and the figures of it that a cohort can be set beside."""

from core.domain.catalogue import PublishedAnalysis, PublishedFigure

PUBLISHED = (
    PublishedAnalysis(
        key="wada-irimada-2025",
        citation="Wada-Irimada et al., J Dermatol 2025;52:701–711, DOI 10.1111/1346-8138.17641",
        endpoint="salt20",
        month=9,
        figures=(
            PublishedFigure(label="Treated", printed="86", groups=(), events=None, n=86, percent=None, note="safety set"),
            PublishedFigure(
                label="Completed month 9", printed="70", groups=(), events=None, n=70, percent=None, note="efficacy set"
            ),
            PublishedFigure(label="SALT ≤20 at month 9", printed="29/70 (41%)", groups=(), events=29, n=70, percent=41),
            PublishedFigure(
                label="Multiplex",
                printed="90.9%",
                groups=(("aa_type", "AM"),),
                events=None,
                n=None,
                percent=90.9,
                note="only 10/11 fits; the counts are not printed",
            ),
            PublishedFigure(
                label="Ophiasis",
                printed="30%",
                groups=(("aa_type", "OA"),),
                events=None,
                n=None,
                percent=30,
                note="the counts are not printed; 3/10 is inferred",
            ),
        ),
    ),
)
