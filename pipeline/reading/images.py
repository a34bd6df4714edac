"""Pictures of quotes as they stand on a PDF page, their words marked, for reports.

Drawing a page runs the same native code as reading it, so it is done in a child process with a time limit:
`python -m pipeline.reading.images`, with the excerpts as JSON on standard input.
"""

import io
import json
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.reading.confinement import confine, limit_memory
from pipeline.reading.limits import Limits
from schemas.types import Box

_MARGIN = (36.0, 28.0)  # points of the page to show beside and above the quote
_SCALE = 2.0  # pixels a point
_HIGHLIGHT = (255, 214, 0, 90)
_OUTLINE = (196, 138, 0, 255)
_MOST_PIXELS = 8_000_000
_SIZE = struct.Struct("=I")


@dataclass(frozen=True)
class Excerpt:
    """A quote on a page, by the boxes of its lines."""

    page: int
    boxes: tuple[Box, ...]


def excerpt_images(pdf: Path, excerpts: Sequence[Excerpt], seconds: float = 60) -> list[bytes | None]:
    """A PNG for each excerpt: its surroundings, its boxes marked. None for what cannot be drawn within `seconds` in
    all.
    """
    wanted = [{"page": e.page, "boxes": [box.model_dump() for box in e.boxes]} for e in excerpts]
    request = json.dumps({"pdf": str(pdf), "excerpts": wanted}).encode()
    command = [sys.executable, "-P", "-m", "pipeline.reading.images"]
    try:
        drawn = subprocess.run(command, input=request, capture_output=True, timeout=seconds, check=False).stdout
    except subprocess.TimeoutExpired as expired:
        drawn = expired.stdout or b""
    images = list(_received(drawn))
    return [*images, *[None] * (len(excerpts) - len(images))]


def _received(data: bytes) -> Iterator[bytes | None]:
    at = 0
    while at + _SIZE.size <= len(data):
        (size,) = _SIZE.unpack_from(data, at)
        at += _SIZE.size
        if at + size > len(data):
            return
        yield data[at : at + size] or None
        at += size


def main() -> None:
    """Draw what standard input asks for; each PNG is written after its length, which is 0 where there is none."""
    import pypdfium2 as pdfium

    confine()
    limit_memory(Limits())
    request = json.load(sys.stdin)
    document = pdfium.PdfDocument(request["pdf"])
    for excerpt in request["excerpts"]:
        try:
            image = _draw(document, excerpt["page"], [Box(**box) for box in excerpt["boxes"]])
        except (pdfium.PdfiumError, MemoryError, ValueError):
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
    Image.alpha_composite(picture, marks).convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
