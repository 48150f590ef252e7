"""A mapping as a text: read back without loss, and refused in words where it is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import current
from core.domain.errors import DataError
from core.domain.identifiers import TREATMENTS
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.ingest.mapping_file import as_toml, from_toml

TEXTS = st.text(max_size=20)
NAMES = st.sampled_from(["patient_id", "age_years", "age_years as a date", "sex"])
ROWS = st.builds(
    lambda columns, constants, spread: RowMapping(
        table="patient",
        columns=tuple(columns.items()),
        constants=tuple((name, text) for name, text in constants.items() if name not in columns),
        spread=spread,
    ),
    st.dictionaries(NAMES, TEXTS),
    st.dictionaries(NAMES, TEXTS),
    st.booleans(),
)
SOURCES = st.builds(
    lambda title, rows: SourceMapping(title=title, rows=tuple(rows)), TEXTS, st.lists(ROWS, min_size=1, max_size=3)
)
WORDS = st.dictionaries(TEXTS, st.sampled_from(["F", "M", ""]), min_size=1)


IDENTIFIERS = st.dictionaries(TEXTS, st.sampled_from(TREATMENTS))
MAPPINGS = st.builds(
    ImportMapping,
    sources=st.lists(SOURCES, max_size=3).map(tuple),
    values=WORDS.map(lambda words: (("sex", tuple(words.items())),)),
    identifiers=IDENTIFIERS.map(lambda said: tuple(said.items())),
    site=TEXTS,
    prefix=TEXTS,
)


@given(mapping=MAPPINGS)
def test_a_mapping_is_read_back_as_it_was(mapping: ImportMapping) -> None:
    assert from_toml(as_toml(mapping), current()) == mapping


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[source", "cannot be used"),
        ("source = 1", r"source must be written as \[\[source\]\]"),
        ("surce = 1", "the mapping has surce, which is not known; known are identifiers, prefix, site, source, values"),
        ("[[source]]\ntitle = 3", "the title 3 of a source is no text"),
        ('[[source]]\n[[source.rows]]\ntable = "people"', "there is no table 'people'; the tables are patient, visit"),
        ('[[source]]\n[[source.rows]]\ntable = "patient"\ncolumns = {nose = "N"}', "patient has no 'nose'"),
        ('[[source]]\n[[source.rows]]\ntable = "patient"\ncolumns = {sex = 3}', "3 for sex is no text"),
        ('[[source]]\n[[source.rows]]\ntable = "patient"\ncolumns = {sex = "a"}\nalways = {sex = "F"}', "one place only"),
        ('[values.sex]\nwoman = "f"', "'woman' of sex stands for 'f', which is none of F, M"),
        ('[values.nose]\na = "b"', "'nose', which is no variable"),
        ('[identifiers]\n"患者名" = "burn"', "'患者名' is to be 'burn', which is none of keep, drop, hash, shift"),
        ('[identifiers]\n"患者名" = "Hash"', "which is none of keep, drop, hash, shift"),
        ("[identifiers]\nname = 1", "'name' is to be 1, which is none of"),
        ('[identifiers]\nname = ["drop"]', "which is none of keep"),
        ('[identifiers.name]\na = "drop"', "which is none of keep"),
        ("identifiers = 7", "identifiers must be a table"),
        ("values = 7", "values must be a table"),
        ("a = " + "[" * 100_000, "cannot be used"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        from_toml(text, current())
