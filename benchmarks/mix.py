"""Made-up plans as PDFs: prose with a figure now and then, and on one page in twelve a ruled table."""

import random
from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from schemas.footprints import Footprint, all_footprints

Facts = dict[str, str | float]

PAGES_PER_DOCUMENT = 25
PAGES_PER_TABLE = 12
_FONT, _SIZE, _LEADING = "Helvetica", 10.5, 14.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 533.0, 780.0, 62.0

_PLAIN = (
    "People told us that they want to be seen closer to where they live.",
    "The teams in each neighbourhood bring together nurses, social workers and pharmacists.",
    "Most of the buildings are older than the services that use them, and few were made for today's care.",
    "A shared record lets every clinician see what another has already asked and found.",
    "We will look at the evidence again each autumn and say openly what has not worked.",
    "Staff rotate between the wards and the community, so that each knows the other's work.",
    "Voluntary groups run the cafe, the walking group and the visits to people who live alone.",
    "The boards have met together every month and publish their papers on the same day.",
    "Waiting for a diagnosis is hard, and waiting twice for the same test is harder.",
    "Children's services are planned with the schools, which know the families best.",
    "This chapter sets out how the work is organised and who answers for which part of it.",
    "Nothing here replaces the duty of each organisation to balance its own books.",
)
_WITH_FIGURES = (
    "{name} serves about {people} million people in many towns and villages.",
    "If nothing is done, health and social care will be £{gap}m short by 2020/21.",
    "The programme for urgent care is to save £{saving}m a year from 2018/19.",
    "£{capital} million of capital is needed for the new theatres and the two health centres.",
    "Emergency admissions are to fall by {fall}% over the five years of the plan.",
    "The partners have set aside £{transition}m to run old and new services side by side.",
)
_SHARE_WITH_FIGURES = 0.1  # of the sentences
_ROWS = ("Healthy lives", "Care at home", "Urgent care", "Planned care", "Mental health", "Estates", "Back office")


def write_mix(folder: Path, pages: int, seed: int = 44, per_document: int = PAGES_PER_DOCUMENT) -> list[Path]:
    """PDFs with this many pages in all; the same for the same seed."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, first in enumerate(range(0, pages, per_document)):
        files.append(folder / f"plan-{number:04}.pdf")
        last = min(first + per_document, pages)
        _write(files[-1], range(first, last), random.Random(seed + number))  # noqa: S311
    return files


def _write(file: Path, pages: range, chance: random.Random) -> None:
    canvas = Canvas(str(file), pagesize=A4, invariant=1)
    facts = _facts(all_footprints()[chance.randrange(44)])
    for page in pages:
        canvas.setFont("Helvetica-Bold", 15)
        canvas.drawString(_LEFT, _TOP, f"{facts['name']}: chapter {page - pages.start + 1}")
        canvas.setFont(_FONT, _SIZE)
        y = _TOP - 30
        if page % PAGES_PER_TABLE == 0:
            y = _table(canvas, y, chance)
        for line in _lines(facts, chance):
            if y < _BOTTOM:
                break
            if line:
                canvas.drawString(_LEFT, y, line)
            y -= _LEADING if line else _LEADING * 0.6
        canvas.drawCentredString(A4[0] / 2, 36, str(page - pages.start + 1))
        canvas.showPage()
    canvas.save()


def _lines(facts: Facts, chance: random.Random) -> Iterator[str]:
    """Paragraphs of four to eight sentences, broken to the width of the page, with an empty line after each."""
    while True:
        line = ""
        for word in " ".join(_sentence(facts, chance) for _ in range(chance.randint(4, 8))).split():
            if stringWidth(f"{line} {word}", _FONT, _SIZE) > _RIGHT - _LEFT:
                yield line
                line = word
            else:
                line = f"{line} {word}".strip()
        yield line
        yield ""


def _sentence(facts: Facts, chance: random.Random) -> str:
    if chance.random() > _SHARE_WITH_FIGURES:
        return chance.choice(_PLAIN)
    return chance.choice(_WITH_FIGURES).format(**facts)


def _facts(footprint: Footprint) -> Facts:
    """What every plan says of a footprint, so that plans agree as those of real footprints mostly do."""
    chance = random.Random(footprint.number)  # noqa: S311
    return {
        "name": footprint.name,
        "people": round(chance.uniform(0.3, 2.8), 1),
        "gap": chance.randint(100, 900),
        "capital": chance.randint(20, 90),
        "saving": chance.randint(5, 30),
        "transition": chance.randint(2, 20),
        "fall": chance.randint(3, 30),
    }


def _table(canvas: Canvas, top: float, chance: random.Random) -> float:
    """Savings by programme and year with rules around every cell; returns the height at which the text goes on."""
    years = ("£m", "2017/18", "2018/19", "2019/20", "2020/21")
    rows = [years, *((name, *(f"{chance.uniform(1, 60):.1f}" for _ in years[1:])) for name in _ROWS)]
    xs = [_LEFT, *(_LEFT + 150 + 75 * column for column in range(len(years)))]
    ys = [top - 18 * row for row in range(len(rows) + 1)]
    canvas.grid(xs, ys)
    for y, row in zip(ys, rows, strict=False):
        for x, cell in zip(xs, row, strict=False):
            canvas.drawString(x + 4, y - 13, cell)
    return ys[-1] - 2 * _LEADING
