"""The model case: a published single-centre analysis, and the figures of it that a cohort can be set beside."""

from core.catalogue.alopecia_areata.models import ESTIMATES
from core.domain.catalogue import ANY_EVENT, PublishedAnalysis, PublishedFigure

PUBLISHED = (
    PublishedAnalysis(
        key="wada-irimada-2025",
        citation="Wada-Irimada et al., J Dermatol 2025;52:701–711, DOI 10.1111/1346-8138.17641",
        endpoint="salt20",
        month=9,
        kidney_note="The publication does not say how it graded a decline of eGFR, and CTCAE 5.0 has no such term. In the "
        "synthetic cohort that mirrors it the adverse event “eGFR decline” was graded by creatinine: grade 1 above its upper "
        "limit, grade 2 above 1.5 times the limit or the patient's own baseline.",
        figures=(
            PublishedFigure(label="Treated", printed="86", everyone=True, note="safety set"),
            PublishedFigure(label="Completed month 9", printed="70", assessed=True, note="efficacy set"),
            PublishedFigure(label="SALT ≤20 at month 9", printed="29/70 (41%)"),
            PublishedFigure(
                label="Multiplex",
                printed="90.9%",
                group=("aa_type", "AM"),
                note="10/11 inferred: 20/22 fits too, but not with ophiasis lowest",
            ),
            PublishedFigure(
                label="Ophiasis",
                printed="30%",
                group=("aa_type", "OA"),
                note="the counts are not printed; 3/10 is inferred",
            ),
            PublishedFigure(
                label="Any adverse event",
                printed="25.6%",
                event=ANY_EVENT,
                note="of 86 treated; 22 is the only count that fits",
            ),
            PublishedFigure(
                label="eGFR decline",
                printed="18.6%",
                event="eGFR decline",
                note="of 86 treated; 16 is the only count that fits",
            ),
            PublishedFigure(
                label="Liver enzyme rise",
                printed="3.5%",
                event="Liver enzyme rise",
                note="of 86 treated; 3 is the only count that fits",
            ),
        ),
        estimates=ESTIMATES,
        fewer_terms="no-clinro",
    ),
)
