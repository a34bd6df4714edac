"""Patterns tried only where one of their words stands: which words those are, and that no match is lost."""

import importlib
import pkgutil
from pathlib import Path

import pytest
import regex

import extractors
from extractors.patterns import KeyedPattern, key_words, keyed

TEXTS = Path(__file__).parent / "texts"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:gap|short-?fall)s?\b", [("gap", "short")]),
        (r"\bdeficit\b|\bdeficits of £\d", [("deficit",)]),  # whatever holds the second holds the first
        (r"(?:the\s)?Lead(?:er)?\b", [("lead",)]),  # what may be missing is no key
        (r"(?:million|billion)\spounds", [("pounds",), ("billion", "million")]),
        (r"\s[:-]\s|\(", [("(", "-", ":")]),
        (r"(?<=million\s)short", [("million",), ("short",)]),
        (r"[A-Z]\w+|gap", []),  # one way is open to every word
        (r"\p{Lu}gap", [("gap",)]),
        (r"(?|gap|hole)", []),  # not understood
    ],
)
def test_key_words_are_read_off_the_pattern(pattern: str, words: list[tuple[str, ...]]) -> None:
    assert key_words(pattern) == tuple(words)


def test_case_does_not_hide_a_key_word() -> None:
    assert keyed(r"straße|GAP", regex.IGNORECASE).search("the Gap")


def test_no_match_is_lost() -> None:
    lines = [line for file in sorted(TEXTS.glob("*.txt")) for line in file.read_text(encoding="utf-8").splitlines()]
    patterns = _of_the_package()
    assert len(patterns) > 50
    lost = [
        (pattern.pattern, line)
        for pattern in patterns
        for line in lines[::7]
        if not pattern.may_match(line.casefold()) and pattern.compiled.search(line)
    ]
    assert lost == []


def _of_the_package() -> list[KeyedPattern]:
    names = (module.name for module in pkgutil.walk_packages(extractors.__path__, "extractors."))
    modules = [importlib.import_module(name) for name in names]
    return [value for module in modules for value in vars(module).values() if isinstance(value, KeyedPattern)]
