"""How each diagnostic is computed, in a sentence with its source."""

from collections.abc import Mapping
from types import MappingProxyType

from core.words.sources import FORMULAE

HOW: Mapping[str, str] = MappingProxyType(
    {
        "Expected shrinkage": "(chi-square − df) / chi-square of the likelihood-ratio test of all terms by maximum likelihood, "
        "none where that has no finite answer: by how much estimates must be expected to shrink in new patients (van "
        "Houwelingen and le Cessie 1990, DOI 10.1002/sim.4780091109).",
        "AUC": "How often a responder is ranked above a non-responder, with DeLong's interval (1988, DOI 10.2307/2531595).",
        "Brier score": "Brier 1950. Of Firth's fit with the intercept corrected (FLIC), in every bootstrap sample too.",
        "Corrected": "Less the optimism: the mean gain of refits to bootstrap samples over their use on all patients (Harrell, "
        "Lee and Mark 1996, DOI 10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4).",
        "Nagelkerke's R²": "Nagelkerke 1991, DOI 10.1093/biomet/78.3.691.",
        "Predicted R²": "1 − PRESS / total sum of squares, PRESS the sum of (residual / (1 − leverage))² (Allen 1974, "
        "DOI 10.1080/00401706.1974.10489157).",
        "Equal variances": "n R² of the squared residuals on the terms, against chi-square (Breusch and Pagan 1979, "
        "DOI 10.2307/1911963; studentised by Koenker 1981, DOI 10.1016/0304-4076(81)90062-2).",
        "Normal errors": "Shapiro and Wilk 1965 by Royston's approximation (1995, AS R94, DOI 10.2307/2986146), on the "
        "residuals, which are nearer to normal than the errors themselves.",
        "Condition number": "Largest over smallest singular value of the scaled design (Belsley, Kuh and Welsch 1980).",
        "Overlap": "How many times wider an interval is for what the term shares with the others: GVIF to the power 1/(2 df) "
        "(Fox and Monette 1992, DOI 10.1080/01621459.1992.10475190).",
    }
)
PLOTS_HOW: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "roc": (
            (
                "ROC curve",
                "Sensitivity: the share of responders with at least this predicted risk. False positives: the share of the "
                "others. A slanted piece joins patients of the same risk.",
            ),
            ("AUC", HOW["AUC"]),
            ("Corrected", HOW["Corrected"]),
        ),
        "calibration": (
            (
                "Groups",
                "Up to five groups of about equal size, of about ten patients or more; patients of the same risk stay "
                "together.",
            ),
            (
                "Expected line",
                "logit of the risk = a + slope × predicted log odds, with the slope corrected for optimism and a such that as "
                "many respond as did.",
            ),
            ("FLIC", FORMULAE["intercept correction (FLIC)"]),
            ("Corrected", HOW["Corrected"]),
            ("Wilson score", FORMULAE["Wilson score"]),
        ),
        "influence": (
            (
                "Cook's distance",
                "How far all coefficients together move without the patient. Least squares and maximum likelihood: squared "
                "standardised residual × leverage / (1 − leverage) / number of coefficients (Cook 1977, "
                "DOI 10.1080/00401706.1977.10489493; Pregibon 1981, DOI 10.1214/aos/1176345513). Firth's fit: the change c of "
                "the coefficients when fitted anew, c′ V⁻¹ c / number of coefficients, V their covariance. Of maximum "
                "likelihood it is the first step of a refit, and there is one where the refit itself has no end.",
            ),
            (
                "dfbeta",
                "The coefficient less the one fitted without the patient, in standard errors (Belsley, Kuh and Welsch 1980). "
                "Logistic models are fitted anew without the patient, not approximated.",
            ),
        ),
        "residuals": (
            ("Residual", "Observed − fitted, in points. A good fit scatters evenly about 0."),
            ("Equal variances", HOW["Equal variances"]),
        ),
        "quantiles": (
            (
                "Studentised residual",
                "Residual / (SD without the patient × root of (1 − leverage)): with normal errors it follows Student's t.",
            ),
            (
                "Band",
                "Limits of 95% of the values at each place in the order, from the beta distribution of ordered uniform values; "
                "not of all places at once.",
            ),
            ("Normal errors", HOW["Normal errors"]),
        ),
    }
)
