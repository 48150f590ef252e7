"""How each method computes, in a sentence with its source; keyed by the name the method prints."""

from collections.abc import Mapping
from types import MappingProxyType

FORMULAE: Mapping[str, str] = MappingProxyType(
    {
        "Wilson score": "Interval of all rates P that the score test of P = events/n does not reject: "
        "(events/n − P)² ≤ z² P (1 − P) / n (Wilson 1927, DOI 10.1080/01621459.1927.10502953).",
        "Clopper-Pearson exact": "Interval of all rates that neither one-sided exact binomial test rejects; covers at least "
        "the stated level (Clopper and Pearson 1934, DOI 10.1093/biomet/26.4.404).",
        "Aalen-Johansen": "Share that has had a first event by a month while stopping treatment ends the risk of one: the sum "
        "over events of the share still free of both before, times events over those at risk (Aalen and Johansen 1978). "
        "Variance by the delta method (Dinse and Larson 1986, DOI 10.1093/biomet/73.2.379), limits on the complementary "
        "log-log scale.",
        "Kaplan-Meier": "1 − the product over events of (1 − events over those at risk), stopping taken as the end of view "
        "only (Kaplan and Meier 1958, DOI 10.1080/01621459.1958.10501452); Greenwood's variance, log-log limits. Where "
        "stopping has to do with events it overstates how many would have one.",
        "Garwood exact Poisson": "Limits of the mean count that neither one-sided exact Poisson test rejects, over the time "
        "(Garwood 1936, DOI 10.1093/biomet/28.3-4.437).",
        "Jeffreys": "Equal-tailed quantiles of Beta(events + ½, n − events + ½), 0 for no events and 1 for all "
        "(Brown, Cai and DasGupta 2001, DOI 10.1214/ss/1009213286).",
        "Agresti-Coull": "Wald interval after adding z²/2 events and z²/2 non-events "
        "(Agresti and Coull 1998, DOI 10.1080/00031305.1998.10480550).",
        "Newcombe hybrid score": "Square-and-add of the Wilson limits of both rates (Newcombe 1998, method 10, "
        "DOI 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I).",
        "Miettinen-Nurminen score": "Interval of all differences that the score test with restricted rates and the factor "
        "N/(N − 1) does not reject (Miettinen and Nurminen 1985, DOI 10.1002/sim.4780040211).",
        "Koopman score": "Interval of all risk ratios that the score test does not reject (Koopman 1984, DOI 10.2307/2531405).",
        "conditional maximum likelihood, exact limits": "Odds ratio that maximises the likelihood with all margins of the "
        "table fixed, with the limits of the exact conditional tests, as Fisher's exact test uses (Cornfield 1956).",
        "sample odds ratio, Woolf logit limits": "Cross-product ratio with limits on the log scale, used where every cell is "
        "above 1,000 (Woolf 1955, DOI 10.1111/j.1469-1809.1955.tb01348.x).",
        "Fisher's exact test": "Two-sided: the probability, with all margins fixed, of every table no likelier than the one "
        "seen (Fisher 1935). Used where an expected count is below 5.",
        "Fisher-Freeman-Halton exact test": "Fisher's exact test for more than two groups: the probability of every table no "
        "likelier than the one seen (Freeman and Halton 1951). Used where an expected count is below 5.",
        "Pearson chi-square test": "Sum of (observed − expected)² / expected, without continuity correction (Pearson 1900).",
        "Cochran-Armitage trend test": "Chi-square with one degree of freedom for a linear trend of the rate over the ordered "
        "groups, scored by their place in the order (Cochran 1954, DOI 10.2307/3001616; Armitage 1955, "
        "DOI 10.2307/3001775).",
        "exact Cochran-Armitage trend test": "With all margins of the table fixed, the probability of every table whose "
        "trend lies at least as far from the expected one. Used where an expected count is below 5.",
        "likelihood-ratio test": "Twice the gain in log-likelihood over the model without the term, on as many degrees of "
        "freedom as the term has coefficients (Wilks 1938).",
        "penalised likelihood-ratio test": "The same with Firth's penalised likelihood, the penalty of the full model kept "
        "(Heinze and Schemper 2002, DOI 10.1002/sim.1047).",
        "profile likelihood": "Limits at which the likelihood, maximal over all other coefficients, has fallen by z²/2 (Venzon "
        "and Moolgavkar 1988, DOI 10.2307/2347496).",
        "profile penalised likelihood": "Limits at which Firth's likelihood, maximal over all other coefficients, has fallen "
        "by z²/2 (Heinze and Schemper 2002, DOI 10.1002/sim.1047).",
        "Firth's penalised likelihood": "Likelihood times the root of the determinant of the information: finite under "
        "separation, less biased in small samples (Firth 1993, DOI 10.1093/biomet/80.1.27).",
        "maximum likelihood": "The coefficients under which the outcomes seen are most likely; Newton's method (McCullagh and "
        "Nelder 1989).",
        "bootstrap percentile": "Quantiles of the estimates refitted to samples of as many patients, drawn with replacement "
        "(Efron and Tibshirani 1993, DOI 10.1201/9780429246593). A sample without a finite estimate counts as infinite or 0, "
        "one that cannot be fitted for another reason is left out.",
        "restricted cubic spline": "A smooth curve of cubic pieces that is a line beyond the outer knots; knots at fixed "
        "quantiles of the patients used. The test of linearity is that of its bends (Harrell 2015, "
        "DOI 10.1007/978-3-319-19425-7).",
        "Wald": "Estimate ± z × standard error on the log odds scale, from the expected information.",
        "Wald test": "(estimate / standard error)², for several coefficients their joint quadratic form, against chi-square "
        "(Wald 1943).",
        "intercept correction (FLIC)": "Firth's slopes with the intercept of maximum likelihood given them, so that predicted "
        "risks average to the rate observed (Puhr, Heinze, Nold, Lusa and Geroldinger 2017, DOI 10.1002/sim.7273).",
        "marginal standardisation": "The risk predicted for every patient used if nothing but this one term were otherwise, "
        "averaged (Muller and MacLehose 2014, DOI 10.1093/ije/dyu029).",
        "delta method": "Estimate ± z × √(g′Vg), with V the covariance of the coefficients and g the derivative of the mean "
        "risk, or of a difference, by them; cut off at 100 points either way.",
        "delta method on the log odds": "The same for the log odds of the mean risk, so that limits stay within 0 and 100%.",
        "Wald on the log odds": "Log odds x′b ± z × √(x′Vx), with V the covariance of the coefficients, as probabilities.",
        "leverage": "x′(X′WX)⁻¹x of the profile, against the largest among the patients used: above it the profile lies "
        "farther out than any of them.",
        "least squares": "The coefficients with the smallest sum of squared residuals; standard errors of equal variances.",
        "t": "Estimate ± t × standard error, on the residual degrees of freedom.",
        "t (HC3)": "Estimate ± t × HC3 standard error: squared residuals over (1 − leverage)², so that "
        "unequal variances do no harm (MacKinnon and White 1985, DOI 10.1016/0304-4076(85)90158-7).",
        "t test (HC3)": "Estimate / HC3 standard error against Student's t on the residual degrees of freedom.",
        "F test (HC3)": "The joint quadratic form of the term's coefficients, over their number, with the HC3 covariance.",
        "Rubin t": "Mean estimate of the completed data sets ± t × √(mean variance + (1 + 1/m) × variance between them) (Rubin "
        "1987, DOI 10.1002/9780470316696), on the degrees of freedom of Barnard and Rubin (1999, DOI 10.1093/biomet/86.4.948); "
        "odds ratios by their logarithms. Whatever interval and test are chosen, data sets are pooled by these.",
        "Rubin t test": "Pooled estimate / pooled standard error against Student's t on the same degrees of freedom.",
        "Rubin D1 test": "The joint quadratic form of the term's pooled coefficients against F (Li, Raghunathan and Rubin "
        "1991, DOI 10.1080/01621459.1991.10475152; degrees of freedom of Reiter 2007, DOI 10.1093/biomet/asm028).",
        "t test": "Estimate / standard error against Student's t on the residual degrees of freedom.",
        "F test": "Gain in the sum of squares by all coefficients of the term, over the residual variance.",
        "maximally selected statistic": "The largest standardised difference over all cuts, against its distribution over all "
        "orders of the outcomes (Lausen and Schumacher 1992, DOI 10.2307/2532740; Hothorn and Lausen 2003, "
        "DOI 10.1016/S0167-9473(02)00225-6).",
        "Benjamini-Hochberg": "Adjusted p-values that hold the expected share of false positives among those called "
        "significant (Benjamini and Hochberg 1995, DOI 10.1111/j.2517-6161.1995.tb02031.x).",
    }
)


def formula(method: str) -> tuple[tuple[str, str], ...]:
    """The method with how it computes, as one part of "how this was made"; nothing for one that has no sentence here."""
    return ((method, FORMULAE[method]),) if method in FORMULAE else ()
