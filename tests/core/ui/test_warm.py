"""The head start leaves nothing to compile for usual filters, and never gets in the way."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.analysis.facets import total_counts
from core.domain.filters import CohortFilter
from core.store import distributions, texts
from core.store.cohort_store import CohortStore
from core.store.distributions import facet_counts
from core.store.location import SETTING
from core.ui import warm


@pytest.mark.parametrize("few", [distributions.FEW, 0], ids=["small", "large"])
def test_after_the_head_start_a_usual_filter_compiles_nothing(
    store_setting: str, reference: CohortStore, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(distributions, "FEW", few)
    total_counts.cache_clear()
    warm.first_page()
    warm.first_clicks()
    before = len(texts._texts)
    facet_counts(reference, CohortFilter.from_query("sex=F;aa_type=AM,AT;age_years=18..40;dose_mg=4"))
    assert len(texts._texts) == before


def test_without_a_store_the_head_start_ends_quietly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path}")
    warm.first_page()
    warm.first_clicks()


def test_the_head_start_needs_no_pandas(store_setting: str) -> None:
    """It takes 0.2 s to load, in which all wait; and while it loads beside a page that runs, that page finds half of it."""
    script = "import sys\nfrom core.ui import warm\nwarm.first_page()\nwarm.first_clicks()\n"
    script += "print('pandas' in sys.modules, 'ibis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
