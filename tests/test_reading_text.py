"""Plain text in the encodings people have."""

from pathlib import Path

import pytest

from pipeline.reading import Limits, UnreadableError, read
from pipeline.reading.text import pages_of_text

POUNDS = "A gap of £3.3m – “no less”"


@pytest.mark.parametrize(
    "data",
    [
        POUNDS.encode("utf-8"),
        POUNDS.encode("utf-8-sig"),
        POUNDS.encode("cp1252"),
        POUNDS.encode("utf-16"),
        POUNDS.encode("utf-32"),
    ],
    ids=["UTF-8", "UTF-8 with BOM", "Windows-1252", "UTF-16", "UTF-32"],
)
def test_every_common_encoding_gives_the_same_text(data: bytes) -> None:
    assert pages_of_text(data) == [POUNDS]


def test_a_stray_windows_pound_sign_in_utf_8_is_a_pound_sign() -> None:
    assert pages_of_text("naïve ".encode() + b"\xa35m") == ["naïve £5m"]


def test_line_ends_become_line_feeds_and_form_feeds_divide_pages() -> None:
    assert pages_of_text(b"one\r\ntwo\rthree\fnext page\n\f") == ["one\ntwo\nthree", "next page\n"]


def test_an_empty_page_between_two_form_feeds_keeps_its_number() -> None:
    assert pages_of_text(b"first\f\fthird") == ["first", "", "third"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "empty"), (b" \n\t ", "white space"), (b"PK\x03\x04\0\0\0", "binary"), (bytes(range(1, 32)) * 9, "binary")],
)
def test_what_is_no_text_says_so(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        pages_of_text(data)


def test_limits_hold_for_text_too(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("x" * 5000)
    with pytest.raises(UnreadableError, match="too much text"):
        read(file, Limits(max_characters=2000))
    file.write_text("page\f" * 9 + "last")
    with pytest.raises(UnreadableError, match="too many pages: 10, the limit is 3"):
        read(file, Limits(max_pages=3))


def test_a_text_has_no_geometry(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("# Notes")
    reading = read(file, Limits())
    assert (reading.media_type, reading.geometry, reading.document.file_name) == ("text/markdown", None, "notes.md")
