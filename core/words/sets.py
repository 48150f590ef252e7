"""Analysis sets in words: names, rules, and what becomes of those without an assessment."""

from collections.abc import Mapping
from types import MappingProxyType

from core.domain.endpoint import AnalysisSet

SETS: Mapping[AnalysisSet, str] = MappingProxyType(
    {
        AnalysisSet.OBSERVED: "Observed completers",
        AnalysisSet.NRI: "Non-responder imputation, all treated in view",
        AnalysisSet.LOCF: "Last observation carried forward, all treated in view",
        AnalysisSet.BEST: "Best case, all treated in view",
        AnalysisSet.WORST: "Worst case, all treated in view",
    }
)
SHORT_SETS: Mapping[AnalysisSet, str] = MappingProxyType(
    {
        AnalysisSet.OBSERVED: "Observed completers",
        AnalysisSet.NRI: "Non-responder imputation",
        AnalysisSet.LOCF: "Last observation carried",
        AnalysisSet.BEST: "Best case",
        AnalysisSet.WORST: "Worst case",
    }
)
SET_RULES: Mapping[AnalysisSet, str] = MappingProxyType(
    {
        AnalysisSet.OBSERVED: "Only patients assessed within the visit window count, after stopping too. Those who left and "
        "were not seen are not in the denominator, so the rate tends to be too high.",
        AnalysisSet.NRI: "Everyone treated whom the endpoint can be evaluated in counts; a patient without an assessment in "
        "the window counts as a non-responder. One who stopped but was assessed counts as assessed, where some trials take "
        "every stop for a failure.",
        AnalysisSet.LOCF: "Everyone with at least one value counts; without an assessment in the window the last earlier "
        "value is used, the baseline value if there is no other.",
        AnalysisSet.BEST: "As for non-responder imputation, but a patient without an assessment in the window counts as a "
        "responder: the most the rate can be. Does not bound a difference, for both groups are imputed alike.",
        AnalysisSet.WORST: "A patient without an assessment in the window counts as a non-responder: the least the rate can "
        "be. For a single rate this equals non-responder imputation; it does not bound a difference.",
    }
)
IMPUTED: Mapping[AnalysisSet, str] = MappingProxyType(
    {
        AnalysisSet.OBSERVED: "left out",
        AnalysisSet.NRI: "counted as non-responders",
        AnalysisSet.LOCF: "counted by their last value",
        AnalysisSet.BEST: "counted as responders",
        AnalysisSet.WORST: "counted as non-responders",
    }
)
