"""Alopecia areata under JAK inhibitors: tables, scores, endpoints, benchmarks and the published model case."""

from core.catalogue.alopecia_areata.benchmarks import BENCHMARKS
from core.catalogue.alopecia_areata.endpoints import ENDPOINTS
from core.catalogue.alopecia_areata.events import ADVERSE_EVENT, LAB
from core.catalogue.alopecia_areata.labs import HYS_LAW, KIDNEY, KNOWN_EFFECTS, LAB_TESTS, MONITORING
from core.catalogue.alopecia_areata.models import PRESETS
from core.catalogue.alopecia_areata.names import EVENT_NAMES, named
from core.catalogue.alopecia_areata.patients import DERIVED, MEASURES, PATIENT, VISIT
from core.catalogue.alopecia_areata.published import PUBLISHED
from core.catalogue.alopecia_areata.special_events import SPECIAL_EVENTS, SPECIAL_SOURCE
from core.domain.catalogue import Catalogue

ALOPECIA_AREATA = Catalogue(
    key="alopecia-areata",
    disease="Alopecia areata",
    tables=tuple(named(table) for table in (PATIENT, VISIT, ADVERSE_EVENT, LAB)),
    measures=MEASURES,
    main_measure="salt",
    derived=DERIVED,
    endpoints=ENDPOINTS,
    default_endpoint="salt20",
    default_month=9,
    window=0.5,
    widest_window=2.0,
    baseline_variables=(
        "age_years",
        "sex",
        "aa_type",
        "duration_years",
        "episode_years",
        "atopic_dermatitis",
        "ivmp_history",
        "topical_immunotherapy_history",
        "prior_jak_inhibitor",
        "baseline_salt",
        "baseline_salt_band",
        "baseline_clinro_eyebrow",
        "baseline_clinro_eyelash",
        "drug",
        "dose_mg",
        "site",
    ),
    benchmarks=BENCHMARKS,
    published=PUBLISHED,
    presets=PRESETS,
    special_events=SPECIAL_EVENTS,
    event_names=EVENT_NAMES,
    special_source=SPECIAL_SOURCE,
    threshold_label="SALT ≤{threshold}",
    threshold_definition="SALT score of {threshold} or less: at most {threshold}% of the scalp without hair.",
    lab_tests=LAB_TESTS,
    monitoring=MONITORING,
    known_effects=KNOWN_EFFECTS,
    liver_rule=HYS_LAW,
    kidney_rule=KIDNEY,
)
