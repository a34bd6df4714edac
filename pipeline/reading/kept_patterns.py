"""What was worked out of the extractors' patterns, kept for the next process beside their bytecode.

Compiling the patterns that a page needs, and reading off all of them the words without which they cannot match, takes
as long as extracting a hundred pages. It depends on nothing but the pattern and the code that does it.

    python -m pipeline.reading.kept_patterns

does so for all of them, when the package is installed.
"""

import hashlib
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from pkgutil import walk_packages

import regex

import extractors
from extractors import patterns
from extractors.patterns import WorkedOut, all_patterns, compile_kept, worked_out

_WORTH_KEEPING = 1.1
"""How many times as many patterns must be compiled as are kept; soon all are, and nothing is written any more."""


class KeptPatterns:
    """The patterns that processes before this one have worked out, put in at the start, and what this one adds."""

    def __init__(self) -> None:
        self._place = Path(cache_from_source(patterns.__file__)).with_suffix(".worked-out")
        with suppress(OSError):
            data = self._place.read_bytes()
            size = len(_signed(b""))
            if data == _signed(data[size:]):
                before: WorkedOut = pickle.loads(data[size:])  # noqa: S301 - from among the bytecode, which is run too
                worked_out.keys.update(before.keys)
                worked_out.compiled.update(before.compiled)
        self._compiled = len(worked_out.compiled)

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Have `regex.compile` look among them first: for the patterns that modules compile when they are imported."""
        compiled = regex.compile
        regex.compile = compile_kept  # type: ignore[assignment]
        try:
            yield
        finally:
            regex.compile = compiled

    def add(self) -> None:
        """Keep what this process has worked out, where it is much, and where Python may write bytecode and can."""
        if sys.dont_write_bytecode or len(worked_out.compiled) < self._compiled * _WORTH_KEEPING + 1:
            return
        with suppress(OSError):
            self.write()

    def write(self) -> None:
        """Keep what is worked out by now. Raises OSError where that cannot be written."""
        self._compiled = len(worked_out.compiled)
        self._place.parent.mkdir(exist_ok=True)
        written = self._place.with_suffix(f".{os.getpid()}")
        written.write_bytes(_signed(pickle.dumps(worked_out, protocol=pickle.HIGHEST_PROTOCOL)))
        written.replace(self._place)


def _signed(data: bytes) -> bytes:
    """With a digest before it, of itself and of the code it was worked out by."""
    return hashlib.sha256(_code() + data).digest() + data


@cache
def _code() -> bytes:
    return f"{sys.version} {version('regex')} ".encode() + Path(patterns.__file__).read_bytes()


def work_out_all() -> None:
    """Work out every pattern of the extractors."""
    from extractors.cues import all_cues

    for module in walk_packages(extractors.__path__, "extractors."):
        import_module(module.name)
    all_cues()
    for pattern in list(all_patterns):
        _ = pattern.keys, pattern.compiled


if __name__ == "__main__":
    kept = KeptPatterns()
    with kept.at_hand():
        work_out_all()
    kept.write()
