"""Every table of the files that are named: text read here, all else by a reader in a process of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.progress import progress
from core.ingest import apart
from core.ingest.column_names import at_visit, variable_called
from core.ingest.findings import refused
from core.ingest.redcap import Dictionary, is_dictionary, read_dictionary
from core.ingest.redcap_labels import labelled
from core.ingest.source import SourceTable
from core.ingest.text_tables import read_text

TEXTS = (".csv", ".tsv", ".txt")
ENDINGS = (*TEXTS, *apart.READERS)


def number_column(catalogue: Catalogue) -> Callable[[str], bool]:
    """Whether a column of that name holds numbers, by the names of the data model."""
    variables = [variable for table in catalogue.tables for variable in table]

    def holds_numbers(name: str) -> bool:
        at = at_visit(name)
        found = variable_called(at.stem if at else name, variables)
        return at is not None if found is None else found.written_in_digits

    return holds_numbers


def listed(paths: Sequence[Path]) -> list[Path]:
    """Every file that is named or lies in a folder that is."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS and one.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise DataError(f"There is no file and no folder {path.name!r}. Name the files, or the folder that holds them.")
    if not found:
        names = ", ".join(ENDINGS)
        raise DataError(f"There is no file to import in {paths[0].name!r}. Name a folder or files that end in {names}.")
    return found


def read_files(paths: Sequence[Path], folder: Path, is_number: Callable[[str], bool]) -> list[SourceTable]:
    """The tables of all files, and of those in folders. Raises DataError where one cannot be read, or two are called alike."""
    files = listed(paths)
    sources: list[SourceTable] = []
    dictionaries = [path for path in files if path.suffix.lower() in TEXTS and is_dictionary(path)]
    for at, path in enumerate(files):
        if path in dictionaries:
            continue
        progress("reading", at / len(files))
        for source in _tables(path, folder, is_number):
            twin = next((one for one in sources if one.title.strip().lower() == source.title.strip().lower()), None)
            if twin:
                raise DataError(f"Nothing was published. There are {twin.file} and {source.file}. Leave the one that counts.")
            sources.append(source)
    if not sources:
        remedy = "Name the export of its data beside it."
        raise refused(dictionaries[0].name, "a REDCap dictionary, which holds no patients", remedy)
    for path in dictionaries:
        sources = _with_labels(sources, read_dictionary(path), folder)
    return sources


def _with_labels(sources: Sequence[SourceTable], dictionary: Dictionary, folder: Path) -> list[SourceTable]:
    """The sources, those of the dictionary's project with labels in place of codes."""
    fields = set(dictionary.labels()) | set(dictionary.labels().values())
    ours = [2 * sum(name in fields for name in source.columns) > len(source.columns) for source in sources]
    return [_labelled(one, dictionary, folder) if mine else one for one, mine in zip(sources, ours, strict=True)]


def _labelled(source: SourceTable, dictionary: Dictionary, folder: Path) -> SourceTable:
    """The source with labels for codes, and what the dictionary says of its columns: label, form, and which are identifiers."""
    labels, forms = dictionary.labels(), dictionary.forms()
    marked = {name for field in dictionary.identifiers() for name in (field, labels[field])}
    return replace(
        labelled(source, dictionary, folder),
        identifiers=tuple(one for one in source.columns if one in marked),
        forms=tuple((one, forms[one]) for one in dict.fromkeys(source.columns) if one in forms),
        labels=tuple((one, labels[one]) for one in dict.fromkeys(source.columns) if labels.get(one)),
    )


def _tables(path: Path, folder: Path, is_number: Callable[[str], bool]) -> Iterator[SourceTable]:
    ending = path.suffix.lower()
    if ending in TEXTS:
        yield read_text(path, folder, is_number)
    elif ending in apart.READERS:
        own = folder / f"file-{len(list(folder.iterdir()))}"
        own.mkdir()
        yield from apart.read(path, own)
    else:
        names = ", ".join(ENDINGS)
        raise refused(path.name, "no file that can be read", f"Save it as one that ends in {names}.")
