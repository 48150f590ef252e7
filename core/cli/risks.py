"""The command of adjusted risks, and of the risk of one profile."""

import argparse

from core.analysis.adjusted import adjusted_risks
from core.analysis.what_if import what_if
from core.catalogue import current
from core.cli.printed import as_json
from core.cli.results import asked_model, model_options, today
from core.domain.filters import CohortFilter
from core.domain.what_if import Profile
from core.store.cohort_store import current_store
from core.words.adjusted import as_text as adjusted_text
from core.words.what_if import as_text as what_if_text


def risks_command(command: argparse.ArgumentParser) -> None:
    """The options of `risks`."""
    model_options(command, ("logistic",))
    profile = "the risk of one patient instead, for example 'sex=F;age_years=34'; what is not named is as usual"
    command.add_argument("--profile", default=None, help=profile)
    command.set_defaults(run=_risks)


def _risks(options: argparse.Namespace) -> None:
    catalogue = current()
    store, cohort, spec = current_store(catalogue), CohortFilter.from_query(options.where), asked_model(options)
    if options.profile is None:
        found = adjusted_risks(store, cohort, spec)
        print(as_json(found) if options.json else adjusted_text(catalogue, found, today()))
        return
    prediction = what_if(store, cohort, spec, Profile.from_text(options.profile))
    print(as_json(prediction) if options.json else what_if_text(catalogue, prediction, today()))
