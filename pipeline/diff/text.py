"""The difference as plain lines for a terminal or a mail."""

from collections.abc import Iterator

from pipeline.diff.difference import Difference, Passage
from pipeline.diff.wording import Told, load_words, more, parts, summary
from pipeline.warehouse.query import printable

_AT_MOST = 400
_QUOTE = 160


def difference_text(difference: Difference) -> str:
    """The difference in tiers: red, yellow, green; in each by footprint."""
    return "".join(line + "\n" for line in _lines(difference))


def _lines(difference: Difference) -> Iterator[str]:
    yield printable(f"Old: {load_words(difference.old)}")
    yield printable(f"New: {load_words(difference.new)}")
    yield from (printable(f"Note: {note}.") for note in difference.notes)
    if difference.is_empty:
        yield "No difference."
        return
    yield from (f"{kind}: {counts}" for kind, counts in summary(difference))
    for part in parts(difference, _AT_MOST):
        yield ""
        yield f"{part.tier.upper()} ({part.number:,}): {part.meaning}"
        for group in part.groups:
            yield f"  {group.name}" + (f" ({group.footprint_id})" if group.footprint_id else "")
            for told in group.changes:
                yield from (f"    {line}" for line in _told(told))
        if part.left_out:
            yield f"  {more(part.left_out)}"


def _told(told: Told) -> Iterator[str]:
    yield printable(f"{told.change} {told.what}" + (f": {told.words}" if told.words else ""))
    if told.before and told.after and told.before.quote == told.after.quote:
        yield _passage("  ", told.after)
        return
    if told.before:
        yield _passage("- ", told.before)
    if told.after:
        yield _passage("+ ", told.after)


def _passage(mark: str, passage: Passage) -> str:
    quote = passage.quote if len(passage.quote) <= _QUOTE else passage.quote[: _QUOTE - 1] + "…"
    return mark + printable(f"“{quote}” ({passage.file_name}, page {passage.page})")
