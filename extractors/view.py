"""A text derived from a page, and the way back: where on the page each of its characters stands.

Most of a derived text stands on the page as it is, so the way back is kept as runs: a paragraph is one or two of them, where
a number for each character would take a hundred times its text.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import overload


class Offsets(Sequence[int]):
    """`offsets[i]` is where on the page the i-th character of a derived text stands. Read-only."""

    __slots__ = ("_length", "_origins", "_starts")

    def __init__(self, starts: Sequence[int], origins: Sequence[int], length: int) -> None:
        self._starts, self._origins, self._length = tuple(starts), tuple(origins), length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> "Offsets": ...
    def __getitem__(self, index: "int | slice") -> "int | Offsets":
        if isinstance(index, slice):
            return Offsets.of(self[i] for i in range(*index.indices(self._length)))
        position = index + self._length if index < 0 else index
        if not 0 <= position < self._length:
            raise IndexError(f"no character {index} in a text of {self._length}")
        run = bisect_right(self._starts, position) - 1
        return self._origins[run] + position - self._starts[run]

    def __iter__(self) -> Iterator[int]:
        ends = (*self._starts[1:], self._length)
        for start, end, origin in zip(self._starts, ends, self._origins, strict=False):
            yield from range(origin, origin + end - start)

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The stretches of `text[start:end]` that stand on the page as they are: beginning, end, and where on the page."""
        run = bisect_right(self._starts, start) - 1
        while start < end:
            stop = min(end, self._starts[run + 1] if run + 1 < len(self._starts) else self._length)
            yield start, stop, self._origins[run] + start - self._starts[run]
            start, run = stop, run + 1

    @classmethod
    def of(cls, offsets: Iterable[int]) -> "Offsets":
        """These offsets, one for each character."""
        starts: list[int] = []
        origins: list[int] = []
        length = 0
        for length, offset in enumerate(offsets, start=1):
            if not starts or origins[-1] - starts[-1] != offset - length + 1:
                starts.append(length - 1)
                origins.append(offset)
        return cls(starts, origins, length)


class View:
    """A text being derived from a page, from its beginning to its end."""

    def __init__(self) -> None:
        self.text = ""
        self._starts: list[int] = []
        self._origins: list[int] = []

    @property
    def offsets(self) -> Offsets:
        """The way back from what was added so far."""
        return Offsets(self._starts, self._origins, len(self.text))

    def add(self, text: str, origin: int) -> None:
        """Characters that stand side by side on the page from `origin` on."""
        if text:
            start = len(self.text)
            if not self._starts or self._origins[-1] - self._starts[-1] != origin - start:
                self._starts.append(start)
                self._origins.append(origin)
            self.text += text

    def add_from(self, text: str, offsets: Offsets, start: int, end: int, shift: int = 0) -> None:
        """`text[start:end]` of another derived text; its characters stand `shift` further on."""
        for low, high, origin in offsets.runs(start, end):
            self.add(text[low:high], origin + shift)

    def cut(self, length: int) -> None:
        """Keep the first characters only."""
        self.text = self.text[:length]
        while self._starts and self._starts[-1] >= length:
            self._starts.pop()
            self._origins.pop()

    def strip_end(self) -> None:
        """Remove spaces and tabs from the end."""
        self.cut(len(self.text.rstrip(" \t")))
