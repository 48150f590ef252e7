"""The command that tells how far a regression can be trusted."""

import argparse

from core.analysis.diagnostics import diagnose_model
from core.analysis.model import fit_model
from core.catalogue import current
from core.cli.printed import as_json
from core.cli.results import asked_model, model_options, today
from core.domain.filters import CohortFilter
from core.store.cohort_store import current_store
from core.words.diagnostic_plots import as_text


def diagnose_command(command: argparse.ArgumentParser) -> None:
    """The options of `diagnose`: those of `fit`."""
    model_options(command)
    command.set_defaults(run=_diagnose)


def _diagnose(options: argparse.Namespace) -> None:
    catalogue = current()
    store = current_store(catalogue)
    model = fit_model(store, CohortFilter.from_query(options.where), asked_model(options))
    found = diagnose_model(store, model)
    print(as_json(found) if options.json else as_text(catalogue, model, found, today()))
