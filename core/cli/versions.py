"""The commands about published versions: which there are, what changed, an earlier one in force again, old ones removed."""

import argparse
from pathlib import Path

from core.analysis.version_diff import version_diff
from core.catalogue import current
from core.cli.printed import as_json
from core.cli.results import cohort_options
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.store.cohort_store import in_force, open_store
from core.store.history import user_name
from core.store.location import Location, location
from core.store.put_back import newest_but, put_back, remove
from core.store.releases import all_versions, path_of, previous
from core.words.history import event_line, put_back_words, release_lines, removed_words
from core.words.version_diff import as_text

DIGEST = "the digest of a version; a beginning that only one has is enough"


def versions_command(command: argparse.ArgumentParser) -> None:
    """The options of `versions`."""
    command.add_argument("--history", action="store_true", help="everything that was done, the latest first")
    command.add_argument("--json", action="store_true", help="versions and history as JSON")
    command.set_defaults(run=_versions)


def _versions(options: argparse.Namespace) -> None:
    found = all_versions(current())
    if options.json:
        print(as_json(found))
    elif options.history:
        print("\n".join(map(event_line, found.events)))
    else:
        print("\n".join(map(release_lines, found.releases)))


def diff_command(command: argparse.ArgumentParser) -> None:
    """The options of `diff`."""
    command.add_argument("old", nargs="?", help=f"{DIGEST}; the one that was in force before, unless told")
    command.add_argument("new", nargs="?", help=f"{DIGEST}; the one in force, unless told")
    cohort_options(command)
    command.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> None:
    where, catalogue = location(), current()
    newer = path_of(where, options.new) if options.new else in_force(where)
    older = path_of(where, options.old) if options.old else _previous(where)
    found = version_diff(open_store(catalogue, newer), CohortFilter.from_query(options.where), older)
    print(as_json(found) if options.json else as_text(catalogue, found))


def _previous(where: Location) -> Path:
    """The version in force before the present one. Raises RequestError without one."""
    before = previous(all_versions(current(), where))
    if before is None:
        raise RequestError("There is no earlier version to compare with. Name two versions, or import again.")
    return path_of(where, before.digest)


def rollback_command(command: argparse.ArgumentParser) -> None:
    """The options of `rollback`."""
    command.add_argument("digest", help=DIGEST)
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_rollback)


def _rollback(options: argparse.Namespace) -> None:
    who = user_name()
    version = put_back(location(), current(), options.digest, who)
    print(as_json(version) if options.json else put_back_words(version, who))


def prune_command(command: argparse.ArgumentParser) -> None:
    """The options of `prune`."""
    command.add_argument("digests", nargs="*", metavar="digest", help=DIGEST)
    command.add_argument("--keep", type=int, help="remove all earlier versions but so many of the newest")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_prune)


def _prune(options: argparse.Namespace) -> None:
    if bool(options.digests) == (options.keep is not None):
        raise RequestError("Say which versions to remove: either their digests, or --keep with how many shall stay.")
    where = location()
    removal = remove(where, options.digests or newest_but(where, current(), options.keep), user_name())
    print(as_json(removal) if options.json else removed_words(removal.removed, removal.held))
