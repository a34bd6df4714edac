"""Pictures of quotes as they stand on a PDF page, their words marked, for reports.

Drawing a page runs the same native code as reading it, so it is done in a child process with a time limit:
`python -m pipeline.reading.images`, with the excerpts as JSON on standard input.
"""

import io
import json
import os
import select
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from pipeline.reading.confinement import confine, limit_memory
from pipeline.reading.limits import Limits
from pipeline.scratch import Scratch
from schemas.types import Box

_MARGIN = (36.0, 28.0)  # points of the page to show beside and above the quote
_SCALE = 2.0  # pixels a point
_HIGHLIGHT = (255, 214, 0, 90)
_OUTLINE = (196, 138, 0, 255)
_MOST_PIXELS = 8_000_000
_COLOURS = 64
_READ_BYTES = 2**20
_SIZE = struct.Struct("=I")


@dataclass(frozen=True)
class Excerpt:
    """A quote on a page, by the boxes of its lines."""

    page: int
    boxes: tuple[Box, ...]


def excerpt_images(wanted: Mapping[Path, Sequence[Excerpt]], seconds: float = 60) -> dict[Path, list[bytes | None]]:
    """A PNG for each excerpt of these PDFs: its surroundings, its boxes marked. None for what cannot be drawn.

    One child draws them all. When it crashes, or nothing comes of it for `seconds`, the rest of the document at hand is
    given up, and a new child goes on with the next.
    """
    images: dict[Path, list[bytes | None]] = {file: [] for file in wanted}
    left = [file for file in wanted if wanted[file]]
    while left:
        with _child([(file, wanted[file]) for file in left]) as process:
            pictures = _received(process, seconds)
            for file in left:
                images[file] += islice(pictures, len(wanted[file]))
        at_fault = next((file for file in left if len(images[file]) < len(wanted[file])), None)
        if at_fault is None:
            break
        images[at_fault] += [None] * (len(wanted[at_fault]) - len(images[at_fault]))
        left = left[left.index(at_fault) + 1 :]
    return images


@contextmanager
def _child(wanted: Sequence[tuple[Path, Sequence[Excerpt]]]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that draws, ended when it is no longer needed."""
    request = [
        [str(file), [[e.page, [box.model_dump() for box in e.boxes]] for e in excerpts]] for file, excerpts in wanted
    ]
    with Scratch() as scratch, scratch.file("request") as asked:
        asked.write(json.dumps(request).encode())
        asked.seek(0)
        command = [sys.executable, "-P", "-m", "pipeline.reading.images"]
        process = subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def _received(process: subprocess.Popen[bytes], seconds: float) -> Iterator[bytes | None]:
    """The pictures that a child writes, until it ends or `seconds` pass without one."""
    output = cast(IO[bytes], process.stdout).fileno()
    data = bytearray()
    while select.select([output], [], [], seconds)[0] and (more := os.read(output, _READ_BYTES)):
        data += more
        while len(data) >= _SIZE.size and len(data) >= (end := _SIZE.size + _SIZE.unpack_from(data)[0]):
            yield bytes(data[_SIZE.size : end]) or None
            del data[:end]


def main() -> None:
    """Draw what standard input asks for; each PNG is written after its length, which is 0 where there is none."""
    import pypdfium2 as pdfium

    confine()
    limit_memory(Limits())
    for file, excerpts in json.load(sys.stdin):
        with pdfium.PdfDocument(file) as document:
            for page, boxes in excerpts:
                try:
                    image = _draw(document, page, [Box(**box) for box in boxes])
                except (pdfium.PdfiumError, IndexError, ValueError):
                    image = b""
                sys.stdout.buffer.write(_SIZE.pack(len(image)) + image)
                sys.stdout.buffer.flush()


def _draw(document: Any, number: int, boxes: Sequence[Box]) -> bytes:
    from PIL import Image, ImageDraw

    page = document[number - 1]
    width, height = page.get_size()
    left = max(min(box.x0 for box in boxes) - _MARGIN[0], 0)
    top = max(min(box.top for box in boxes) - _MARGIN[1], 0)
    right = min(max(box.x1 for box in boxes) + _MARGIN[0], width)
    bottom = min(max(box.bottom for box in boxes) + _MARGIN[1], height)
    if left >= right or top >= bottom:
        raise ValueError("the boxes are not on the page")
    scale = min(_SCALE, (_MOST_PIXELS / ((right - left) * (bottom - top))) ** 0.5)
    picture = page.render(scale=scale, crop=(left, height - bottom, width - right, top)).to_pil().convert("RGBA")
    marks = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(marks)
    for box in boxes:
        corners = (
            (box.x0 - left) * scale,
            (box.top - top) * scale,
            (box.x1 - left) * scale,
            (box.bottom - top) * scale,
        )
        pen.rectangle(corners, fill=_HIGHLIGHT, outline=_OUTLINE)
    out = io.BytesIO()
    flat = Image.alpha_composite(picture, marks).convert(
        "RGB"
    )  # few colours: a third of the size in an eighth of the time
    flat.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE).save(out, "PNG", compress_level=6)
    return out.getvalue()


if __name__ == "__main__":
    main()
