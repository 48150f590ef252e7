"""A version is told with a date that can be read."""

from core.words.versions import minute


def test_the_moment_of_publication_is_told_to_the_minute_in_utc() -> None:
    assert minute("2026-11-22T14:32:59Z") == "2026-11-22 14:32 UTC"
    assert minute("2026-11-22T23:32:59+09:00") == "2026-11-22 14:32 UTC"
