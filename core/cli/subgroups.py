"""The command of one factor within subgroups."""

import argparse

from core.analysis.subgroups import subgroups, usual_subgroups
from core.analysis.terms import parse_terms
from core.catalogue import current
from core.cli.printed import as_json
from core.cli.results import method_options, model_of, today
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.subgroups import SubgroupSpec
from core.store.cohort_store import current_store
from core.words.subgroups import as_text


def subgroups_command(command: argparse.ArgumentParser) -> None:
    """The options of `subgroups`."""
    method_options(command)
    command.add_argument("--factor", required=True, help="the factor as a term, for example sex=M or age_years*10")
    command.add_argument(
        "--by", default="", help="variables within whose levels it is looked at, parted by ';'; every baseline one"
    )
    command.set_defaults(run=_subgroups)


def _subgroups(options: argparse.Namespace) -> None:
    catalogue = current()
    factors = parse_terms(catalogue, options.factor)
    if len(factors) != 1:
        raise RequestError(f"Name one factor, for example sex=M; {options.factor!r} was given.")
    by = parse_terms(catalogue, options.by) or usual_subgroups(catalogue, factors[0])
    spec = SubgroupSpec(model=model_of(options, factors), by=by)
    found = subgroups(current_store(catalogue), CohortFilter.from_query(options.where), spec)
    print(as_json(found) if options.json else as_text(catalogue, found, today()))
