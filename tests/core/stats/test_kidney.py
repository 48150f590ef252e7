"""The two equations against worked values."""

import pytest

from core.stats.kidney import egfr_ckd_epi, egfr_japan

# R 4.2: jpn <- function(cr, age, f) 194 * cr^-1.094 * age^-0.287 * ifelse(f, 0.739, 1)
#        ckd <- function(cr, age, f) { k <- ifelse(f, .7, .9); a <- ifelse(f, -.241, -.302)
#          142 * pmin(cr/k, 1)^a * pmax(cr/k, 1)^-1.2 * 0.9938^age * ifelse(f, 1.012, 1) }
R_VALUES = {  # creatinine, age, woman: by both
    (0.50, 18, True): (133.5087637891, 139.3373597048),
    (0.70, 18, True): (92.3944114968, 128.4844945168),
    (0.80, 18, True): (79.8366882774, 109.4612451092),
    (0.90, 18, True): (70.1845717083, 95.0336384505),
    (1.24, 18, True): (49.4287509144, 64.6937530017),
    (0.50, 40, True): (106.1650982661, 121.5193421713),
    (0.70, 40, True): (73.4712950477, 112.0543067988),
    (0.80, 40, True): (63.4854942526, 95.4636899041),
    (0.90, 40, True): (55.8102085639, 82.8810396086),
    (1.24, 40, True): (39.3053463239, 56.4209220271),
    (0.50, 75, True): (88.6401334014, 97.7485095764),
    (0.70, 75, True): (61.3431862312, 90.1349635827),
    (0.80, 75, True): (53.0057690476, 76.7896965212),
    (0.90, 75, True): (46.5974638846, 66.6683833958),
    (1.24, 75, True): (32.8171046647, 45.3842239312),
    (0.50, 18, False): (180.6613853709, 151.6220989088),
    (0.70, 18, False): (125.0262672487, 136.9720127266),
    (0.80, 18, False): (108.0334076825, 131.5583050443),
    (0.90, 18, False): (94.9723568448, 126.9609629613),
    (1.24, 18, False): (66.8859958246, 86.4281459976),
    (0.50, 40, False): (143.6604847985, 132.2331480736),
    (0.70, 40, False): (99.4198850442, 119.4564682270),
    (0.80, 40, False): (85.9072993946, 114.7350482313),
    (0.90, 40, False): (75.5212565141, 110.7255996036),
    (1.24, 40, False): (53.1872074748, 75.3759901074),
    (0.50, 75, False): (119.9460533171, 106.3665496359),
    (0.70, 75, False): (83.0083710842, 96.0891617730),
    (0.80, 75, False): (71.7263451252, 92.2913156078),
    (0.90, 75, False): (63.0547549183, 89.0661695481),
    (1.24, 75, False): (44.4074488020, 60.6314234360),
}


@pytest.mark.parametrize("case", R_VALUES)
def test_both_equations_agree_with_r(case):
    assert (egfr_japan(*case), egfr_ckd_epi(*case)) == pytest.approx(R_VALUES[case], abs=1e-9)


def test_they_are_twenty_to_thirty_five_points_apart_in_a_usual_patient():
    assert egfr_japan(0.8, 40, True) == pytest.approx(63.5, abs=0.05)
    assert egfr_ckd_epi(0.8, 40, True) == pytest.approx(95.5, abs=0.05)
    assert egfr_japan(0.9, 40, False) == pytest.approx(75.5, abs=0.05)
    assert egfr_ckd_epi(0.9, 40, False) == pytest.approx(110.7, abs=0.05)


@pytest.mark.parametrize("equation", [egfr_japan, egfr_ckd_epi])
@pytest.mark.parametrize(("creatinine", "age"), [(0.0, 40), (-1.0, 40), (0.8, 0), (float("nan"), 40)])
def test_what_cannot_be_is_refused(equation, creatinine, age):
    with pytest.raises(ValueError):
        equation(creatinine, age, True)
