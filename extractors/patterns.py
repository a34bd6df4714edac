"""Patterns that are tried only where a word stands without which they cannot match.

Most patterns of this package list the many ways to say something, and most sentences say nothing of the kind. Trying every way at
every letter takes a hundred times as long as seeing that none of the words is there. The words are read off the pattern itself,
so that nothing has to be written down twice; a pattern off which none can be read is tried everywhere.
"""

import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]  # undocumented: what they do not know is tried everywhere
from typing import Any, cast
from weakref import WeakSet

import regex

_FEWEST_IN_CLASS = 8
"""A class of more characters than this ([a-z]) tells nothing."""
_LONG, _WHOLE = 500, 100_000
"""Characters from which on a text is a page, or a whole document."""
_ANY = "surrogatepass"
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_PROPERTY = re.compile(r"\\[pP]\{[^}]*\}")


Keys = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class WorkedOut:
    """What has been worked out of patterns, each with its flags: it takes most of a second for all that one page needs."""

    keys: dict[tuple[str, int], Keys] = field(default_factory=dict)
    compiled: dict[tuple[str, int], bytes] = field(default_factory=dict)
    """Pickled, since a process needs few of those that are known."""


worked_out = WorkedOut()
"""By this process, or by one before, whose work was put in here."""


_compile = regex.compile


def compile_kept(pattern: str, flags: int = 0) -> "regex.Pattern[str]":
    """What `regex.compile` gives, from what was worked out before where it is there."""
    place = pattern, int(flags)
    if before := worked_out.compiled.get(place):
        return cast("regex.Pattern[str]", pickle.loads(before))  # noqa: S301 - what is pickled in the next lines
    compiled = _compile(*place)
    worked_out.compiled[place] = pickle.dumps(compiled)
    return compiled


all_patterns: "WeakSet[KeyedPattern]" = WeakSet()
"""That were made so far: modules make theirs as they are imported, files of cues are read when they are first asked."""


class KeyedPattern:
    """A pattern of the `regex` package with the methods of one that are used here; compiled when it is first tried."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, int(flags)
        all_patterns.add(self)

    @cached_property
    def keys(self) -> "Keys":
        """Sets of words: one of each set stands in every text that matches, folded."""
        place = self.pattern, self._flags
        if place not in worked_out.keys:
            worked_out.keys[place] = key_words(*place)
        return worked_out.keys[place]

    @cached_property
    def compiled(self) -> "regex.Pattern[str]":
        return compile_kept(self.pattern, self._flags)

    def may_match(self, folded: str) -> bool:
        """Whether it is worth trying on a text, given folded."""
        for words in self.keys:
            for word in words:  # loops, for any() takes three times as long
                if word in folded:
                    break
            else:
                return False
        return True

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> "regex.Match[str] | None":
        return self.compiled.search(text, pos, endpos) if self.may_match(_folded(text)) else None

    def match(self, text: str, pos: int = 0) -> "regex.Match[str] | None":
        # in the midst of a text, looking through all of it would take longer than trying
        return self.compiled.match(text, pos) if pos or self.may_match(_folded(text)) else None

    def fullmatch(self, text: str) -> "regex.Match[str] | None":
        return self.compiled.fullmatch(text) if self.may_match(_folded(text)) else None

    def finditer(self, text: str, pos: int = 0, endpos: int | None = None) -> "Iterator[regex.Match[str]]":
        return self.compiled.finditer(text, pos, endpos) if self.may_match(_folded(text)) else iter(())

    def findall(self, text: str) -> list[Any]:
        return self.compiled.findall(text) if self.may_match(_folded(text)) else []

    def sub(self, replacement: "str | Callable[[regex.Match[str]], str]", text: str) -> str:
        return self.compiled.sub(replacement, text) if self.may_match(_folded(text)) else text

    def split(self, text: str) -> list[str | Any]:
        return self.compiled.split(text) if self.may_match(_folded(text)) else [text]


_last: tuple[str, str] = ("", "")
"""A text and its folded form: one and the same text is asked for one pattern after another."""


def _folded(text: str) -> str:
    global _last  # a pair is replaced as a whole, so that threads see one or the other
    last = _last
    if last[0] is not text:
        _last = last = (text, _page_folded(text) if _LONG < len(text) < _WHOLE else fold(text))
    return last[1]


@lru_cache(maxsize=32)
def _page_folded(text: str) -> str:
    """A page is asked for one pattern after another, by one extractor after another."""
    return fold(text)


def fold(text: str) -> str:
    """The text with A to Z made small, all that keys tell apart: as bytes that takes a fifth of the time."""
    return text.lower() if text.isascii() else text.encode("utf-8", _ANY).lower().decode("utf-8", _ANY)


def keyed(pattern: str, flags: int = 0) -> KeyedPattern:
    """What `regex.compile` gives, for a pattern that most texts hold none of the words of."""
    return KeyedPattern(pattern, flags)


def key_words(pattern: str, flags: int = 0) -> Keys:
    """Sets of strings, folded, such that every text that matches the pattern holds one of each set when it is folded, small
    sets first; () where the pattern does not tell."""
    plain = _PROPERTY.sub(r"\\w", pattern)  # a kind of letter tells nothing either way
    plain = _GROUP_NAME.sub("(", plain)  # of which `regex` allows the same one twice
    try:
        found = _of_sequence(_parser.parse(plain, re.VERBOSE if flags & regex.VERBOSE else 0))
    except re.error:
        return ()
    told = (
        words for words in found if all(word == fold(word.swapcase()) for word in words)
    )  # not 'É': never made small
    sets = {tuple(sorted(w for w in words if not any(o in w for o in words if o != w))) for words in told}
    return tuple(sorted(sets, key=lambda words: (len(words), words)))


Words = frozenset[str]
"""Of which one stands in what matches a part of a pattern."""


def _of_sequence(items: Sequence[tuple[Any, Any]]) -> list[Words]:
    """The sets of all that stands one after the other."""
    found: list[Words] = []
    letters = ""
    for operation, argument in [*items, (None, None)]:
        if operation is _constants.LITERAL:
            letters += chr(argument)
            continue
        if letters:
            found.append(frozenset({letters.lower()}))
            letters = ""
        found += _of_item(operation, argument)
    return found


def _of_item(operation: Any, argument: Any) -> list[Words]:
    match operation:
        case _constants.BRANCH:
            return _of_any([_of_sequence(way) for way in argument[1]])
        case _constants.SUBPATTERN:
            return _of_sequence(argument[-1])
        case _constants.ATOMIC_GROUP:
            return _of_sequence(argument)
        case _constants.MAX_REPEAT | _constants.MIN_REPEAT | _constants.POSSESSIVE_REPEAT:
            return _of_sequence(argument[2]) if argument[0] else []
        case _constants.ASSERT:
            return _of_sequence(argument[1])
        case _constants.IN:
            if len(argument) > _FEWEST_IN_CLASS or any(kind is not _constants.LITERAL for kind, _ in argument):
                return []
            return [frozenset(chr(character).lower() for _, character in argument)]
    return []


def _of_any(ways: Sequence[Sequence[Words]]) -> list[Words]:
    """One set for alternatives: the most telling one of each, together; none where one of them tells nothing."""
    if not all(ways):
        return []
    return [frozenset().union(*(max(way, key=_telling) for way in ways))]


def _telling(words: Words) -> tuple[int, int]:
    """Long words are rare, and few are found missing sooner."""
    return min(map(len, words)), -len(words)
