"""PDFs that are broken, odd or meant to do harm. Each is made from scratch; none may crash, hang or stop a run."""

import io
import random
import zlib
from collections.abc import Callable, Iterator

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

MEGABYTE = 2**20
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = b"BT /F1 12 Tf 72 700 Td (Lead: Ann Example, Example CCG) Tj ET"


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same on every run


def good(pages: int = 3, encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF that nothing is wrong with."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, encrypt=encrypt)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Population: {number}.2 million")
        for line in range(30):
            canvas.drawString(72, 660 - 14 * line, f"Line {line} of page {number} says nothing of note.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf(objects: dict[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these numbered objects with a correct cross-reference table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n")
    out.write(b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def flated(data: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def page(
    content: bytes,
    entries: bytes = b"",
    box: bytes = b"/MediaBox [0 0 595 842]",
    resources: bytes = b"/Font << /F1 5 0 R >>",
    more: dict[int, bytes] | None = None,
) -> bytes:
    """A PDF of one page; `content` is the whole object of its content stream, number 4."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << %s >> %s >>" % (box, resources, entries),
            4: content,
            5: FONT,
            **(more or {}),
        }
    )


def _many_pages(count: int) -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count),
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            4: stream(TEXT),
            5: FONT,
        }
    )


def _page_tree(kids: bytes, count: bytes, more: dict[int, bytes] | None = None) -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %s >>" % (kids, count),
            **(more or {}),
        }
    )


def _deep_page_tree(depth: int) -> bytes:
    nodes = {n: b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (n - 1, n + 1) for n in range(3, depth)}
    nodes[depth] = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % (depth - 1)
    return _page_tree(b"3 0 R", b"1", nodes)


def bomb(megabytes: int, unit: bytes = b" ") -> bytes:
    """So many megabytes of `unit` over and over, compressed to a thousandth."""
    squeeze = zlib.compressobj(9)
    out = [squeeze.compress(unit * (MEGABYTE // len(unit))) for _ in range(megabytes)]
    return b"".join((*out, squeeze.flush()))


def _words(count: int, spread: bool) -> bytes:
    moves = b"".join(
        b"1 0 0 1 %d %d Tm (w%d) Tj\n" % (n % 5000 if spread else 72, 700 - n // 5000 if spread else 700, n % 10)
        for n in range(count)
    )
    return b"BT /F1 8 Tf\n" + moves + b"ET"


def _rules(count: int) -> bytes:
    across = b"".join(b"10 %d m 580 %d l S\n" % (n + 10, n + 10) for n in range(count))
    return across + b"".join(b"%d 10 m %d 800 l S\n" % (n + 10, n + 10) for n in range(count))


def _image(width: int, height: int) -> dict[int, bytes]:
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
    return {6: flated(b"\xff" * 1000, entries % (width, height))}


def _type3(procedure: bytes) -> dict[int, bytes]:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] "
        b"/CharProcs << /a 6 0 R >> /Encoding << /Type /Encoding /Differences [97 /a] >> "
        b"/FirstChar 97 /LastChar 97 /Widths [1000] /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    return {5: font, 6: stream(procedure)}


def _with_cmap(cmap: bytes) -> dict[int, bytes]:
    return {5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>", 6: stream(cmap)}


_XOBJECT = b"/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>"
_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X %d 0 R >> >>"

CASES: dict[str, Callable[[], bytes]] = {
    # not a PDF, or not all of one
    "empty": lambda: b"",
    "header_alone": lambda: b"%PDF-1.7\n",
    "random_bytes": lambda: _chance(1).randbytes(20_000),
    "header_and_random_bytes": lambda: b"%PDF-1.4\n" + _chance(2).randbytes(50_000),
    "text_in_disguise": lambda: b"This is no PDF at all, only its name says so.",
    "first_tenth": lambda: good()[: len(good()) // 10],
    "first_half": lambda: good()[: len(good()) // 2],
    "without_its_end": lambda: good()[:-60],
    "middle_cut_out": lambda: good()[:900] + good()[2000:],
    "junk_before": lambda: b"GIF89a" + b"\0" * 500 + good(),
    "junk_after": lambda: good() + b"\0" * 5000,
    "zeroes_in_the_middle": lambda: good()[:1500] + b"\0" * 1000 + good()[2500:],
    # locked
    "password": lambda: good(encrypt=StandardEncryption("secret", "owner", strength=128)),
    "owner_password_alone": lambda: good(encrypt=StandardEncryption("", "owner", canCopy=0, strength=128)),
    "unknown_encryption": lambda: pdf(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Kids [] /Count 0 >>"},
        b"/Root 1 0 R /Encrypt << /Filter /Nonsense /V 9 /R 9 >>",
    ),
    # cross-references and page trees
    "xref_points_nowhere": lambda: good().replace(b"startxref\n", b"startxref\n9999999"),
    "no_trailer": lambda: good()[: good().rindex(b"trailer")],
    "trailer_loop": lambda: good().replace(b"/Size", b"/Prev 9 /Size"),
    "no_root": lambda: pdf({1: b"<< >>"}, b""),
    "no_pages": lambda: _page_tree(b"", b"0"),
    "pages_that_hold_themselves": lambda: _page_tree(b"2 0 R", b"1"),
    "pages_in_a_circle": lambda: _page_tree(b"3 0 R", b"2", {3: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
    "count_of_two_thousand_million": lambda: _page_tree(b"", b"2147483647"),
    "negative_count": lambda: _page_tree(b"", b"-5"),
    "pages_nested_deep": lambda: _deep_page_tree(3000),
    "a_hundred_thousand_pages": lambda: _many_pages(100_000),
    "kids_that_are_no_pages": lambda: _page_tree(b"3 0 R 4 0 R", b"2", {3: b"(text)", 4: b"[1 2 3]"}),
    # boxes
    "no_media_box": lambda: page(stream(TEXT), box=b""),
    "empty_media_box": lambda: page(stream(TEXT), box=b"/MediaBox [0 0 0 0]"),
    "huge_media_box": lambda: page(stream(TEXT), box=b"/MediaBox [0 0 99999999999 99999999999]"),
    "upside_down_media_box": lambda: page(stream(TEXT), box=b"/MediaBox [595 842 0 0]"),
    "turned_by_45": lambda: page(stream(TEXT), b"/Rotate 45"),
    "turned_by_millions": lambda: page(stream(TEXT), b"/Rotate 36000090"),
    # content
    "no_content": lambda: page(b"null"),
    "content_that_is_no_stream": lambda: page(b"[1 2 3]"),
    "bomb": lambda: page(stream(bomb(1500), b"/Filter /FlateDecode")),
    "bomb_in_a_bomb": lambda: page(stream(zlib.compress(bomb(1500), 9), b"/Filter [/FlateDecode /FlateDecode]")),
    "broken_compression": lambda: page(stream(b"\x78\x9c" + b"\xaa" * 500, b"/Filter /FlateDecode")),
    "wrong_length": lambda: page(b"<< /Length 999999999 >>\nstream\n" + TEXT + b"\nendstream"),
    "a_million_saved_states": lambda: page(flated(b"q " * 1_000_000 + TEXT)),
    "nested_arrays": lambda: page(flated(b"[" * 200_000 + b"]" * 200_000 + TEXT)),
    "unclosed_string": lambda: page(stream(b"BT /F1 12 Tf (never ends ")),
    "ten_million_letters": lambda: page(flated(b"BT /F1 1 Tf 10 10 Td (" + b"a" * 10_000_000 + b") Tj ET")),
    "one_word_a_thousandth_of_a_point_high": lambda: page(stream(TEXT.replace(b"12 Tf", b"0.001 Tf"))),
    "font_size_nought": lambda: page(stream(TEXT.replace(b"12 Tf", b"0 Tf"))),
    "negative_font_size": lambda: page(stream(TEXT.replace(b"12 Tf", b"-12 Tf"))),
    "flattened_text": lambda: page(stream(b"BT /F1 12 Tf 0 0 0 0 72 700 Tm (Flat) Tj ET")),
    "far_away_text": lambda: page(stream(b"BT /F1 12 Tf 1e38 1e38 Td (Far) Tj ET")),
    "fifty_thousand_words_on_one_spot": lambda: page(flated(_words(50_000, spread=False))),
    "fifty_thousand_words_on_ten_lines": lambda: page(flated(_words(50_000, spread=True))),
    "half_a_million_rules": lambda: page(flated(_rules(250_000))),
    "a_grid_of_nine_hundred_thousand_cells": lambda: page(flated(_rules(900) + TEXT)),
    # fonts and forms
    "no_font": lambda: page(stream(TEXT), resources=b""),
    "font_that_draws_itself": lambda: page(
        stream(b"BT /F1 12 Tf 72 700 Td (aaa) Tj ET"), more=_type3(b"BT /F1 1 Tf (a) Tj ET")
    ),
    "cmap_of_nonsense": lambda: page(
        stream(TEXT), more=_with_cmap(b"begincmap 1 beginbfrange <00> <ff> <" + b"f" * 9000)
    ),
    "cmap_to_half_characters": lambda: page(
        stream(TEXT), more=_with_cmap(b"begincmap 1 beginbfrange <00> <ff> <d800> endbfrange endcmap")
    ),
    "cmap_to_nought": lambda: page(
        stream(TEXT), more=_with_cmap(b"begincmap 1 beginbfchar <41> <0000> endbfchar endcmap")
    ),
    "form_that_draws_itself": lambda: page(
        stream(b"/X Do " + TEXT), resources=_XOBJECT, more={6: stream(b"/X Do", _FORM % 6)}
    ),
    "forms_that_double_thirty_times": lambda: page(
        stream(b"/X Do"),
        resources=_XOBJECT,
        more={n: stream(b"/X Do /X Do", _FORM % (n + 1)) for n in range(6, 36)} | {36: stream(TEXT, _FORM % 36)},
    ),
    "picture_of_ten_thousand_million_points": lambda: page(
        stream(b"500 0 0 800 0 0 cm /X Do"), resources=_XOBJECT, more=_image(100_000, 100_000)
    ),
    "script_on_opening": lambda: good().replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    ),
}

HEAVY = frozenset(
    {
        "a_grid_of_nine_hundred_thousand_cells",
        "a_million_saved_states",
        "bomb",
        "bomb_in_a_bomb",
        "fifty_thousand_words_on_one_spot",
        "fifty_thousand_words_on_ten_lines",
        "forms_that_double_thirty_times",
        "half_a_million_rules",
        "huge_media_box",
        "picture_of_ten_thousand_million_points",
        "ten_million_letters",
    }
)
"""Cases that take seconds to make or to get rid of."""


def mutations(count: int, seed: int) -> Iterator[bytes]:
    """A good PDF with bytes changed, swapped, dropped, doubled or cut off at random, the same for the same seed."""
    chance, original = _chance(seed), good()
    for _ in range(count):
        data = bytearray(original)
        for _ in range(chance.choice((1, 3, 10, 50))):
            at, span = chance.randrange(len(data)), chance.randrange(1, 40)
            match chance.randrange(5):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + span]
                case 2:
                    data[at:at] = data[at : at + span]
                case 3:
                    data[at : at + span] = chance.randbytes(span)
                case _:
                    data[at : at + span] = str(chance.choice((-1, 0, 65536, 2**31, 10**12))).encode()
        yield bytes(data[: chance.randrange(len(data))] if chance.random() < 0.1 else data)
