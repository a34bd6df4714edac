"""Names of people and bodies that match only approximately."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, combinations
from typing import NamedTuple

import regex

from extractors.gazetteer import fold_words
from pipeline.checks.corpus import Corpus
from pipeline.checks.known_names import (
    core,
    known_leads,
    known_organisations,
    near_organisation,
    near_person,
    other_kind,
)
from pipeline.checks.leads import person_key
from pipeline.checks.rule import Draft, Rule
from pipeline.checks.wording import listed

_PEOPLE = """
    SELECT record_id, footprint_id, document_id, page, char_start, char_end, name FROM leads
    WHERE footprint_id IS NOT NULL ORDER BY document_id, page, char_start, record_id
"""
_BODIES = """
    SELECT record_id, footprint_id, document_id, page, char_start, char_end, name FROM organisations
    UNION ALL
    SELECT record_id, footprint_id, document_id, page, char_start, char_end, organisation FROM leads
    WHERE organisation IS NOT NULL
    ORDER BY document_id, page, char_start, record_id
"""
_IN_BRACKETS = regex.compile(r"\([^()]*\)")
_NEARBY_LINES, _SHORT_LINE, _LONGEST_LINE = 6, 9, 120


class Named(NamedTuple):
    """A person or body named in a record."""

    record_id: str
    footprint_id: str | None
    document_id: str
    page: int
    char_start: int
    char_end: int
    name: str


def run(corpus: Corpus) -> Iterator[Draft]:
    yield from _two_spellings(corpus, corpus.fetch(Named, _PEOPLE))


def within(corpus: Corpus) -> Iterator[Draft]:
    people = corpus.fetch(Named, _PEOPLE)
    yield from _known_leads(corpus, people)
    yield from _lower_case(corpus, people)
    yield from _hyphens(corpus, people)
    yield from _bodies(corpus)
    yield from _kinds(corpus)
    for document_id in corpus.sources:
        for page, text in corpus.pages.of(document_id).items():
            yield from _split_bodies(corpus, document_id, page, text)


def _known_leads(corpus: Corpus, people: list[Named]) -> Iterator[Draft]:
    """Leads printed almost, but not quite, like someone known to have led the footprint."""
    for person in people:
        known = known_leads().get(person.footprint_id or "", ())
        meant = None if person_key(person.name) in map(person_key, known) else near_person(person.name, known)
        if meant:
            yield Draft(
                footprint_id=person.footprint_id,
                document_id=person.document_id,
                message=f"“{person.name}” may be a misspelling of {meant}.",
                explanation=f"{meant} is known to have led {corpus.footprint(person.footprint_id)} at the time.",
                record_ids=(person.record_id,),
                quotes=(corpus.passage_of(person),),
                suggestion=f"Read it as {meant}.",
                about=(person.name, meant),
            )


def _two_spellings(corpus: Corpus, people: list[Named]) -> Iterator[Draft]:
    """One person in two spellings within what is said of one footprint."""
    by_footprint: dict[str | None, dict[str, list[Named]]] = defaultdict(lambda: defaultdict(list))
    for person in people:
        by_footprint[person.footprint_id][person_key(person.name)].append(person)
    for footprint_id, spellings in by_footprint.items():
        written = {key: found[0].name for key, found in spellings.items()}
        in_leads = {frozenset((a, b)) for a, b in combinations(written, 2) if near_person(written[a], [written[b]])}
        for pair in sorted(in_leads, key=sorted):
            found = [person for key in sorted(pair) for person in spellings[key]]
            yield _pair_draft(corpus, footprint_id, found, [])
        paired = {key for pair in in_leads for key in pair}
        for key, found in spellings.items():
            if key not in paired and (others := list(_elsewhere(corpus, found))):
                yield _pair_draft(corpus, footprint_id, found, others)


def _elsewhere(corpus: Corpus, people: list[Named]) -> Iterator[tuple[str, str]]:
    """Almost the same name anywhere in the documents that name the person: the name and its passage."""
    name = people[0].name
    first, _, last = name.partition(" ")
    if not last or len(first) < 2:
        return
    surname = r"\p{Lu}[\p{Ll}’'-]+(?:[ -]\p{Lu}[\p{Ll}’'-]+)?"
    pattern = regex.compile(rf"\b{regex.escape(first)} (?P<last>{surname})")
    for document_id in dict.fromkeys(person.document_id for person in people):
        for page, text in corpus.pages.of(document_id).items():
            for match in pattern.finditer(text):
                if near_person(name, [match.group()]):
                    yield match.group(), corpus.passage(document_id, page, match.start(), match.end())


def _pair_draft(corpus: Corpus, footprint_id: str | None, people: list[Named], others: list[tuple[str, str]]) -> Draft:
    names = list(dict.fromkeys([*(person.name for person in people), *(name for name, _ in others)]))
    documents = {person.document_id for person in people}
    return Draft(
        footprint_id=footprint_id,
        document_id=documents.pop() if len(documents) == 1 else None,
        message=f"{listed((f'“{name}”' for name in names), 'and')} are probably one person.",
        explanation="The names differ by a letter or two, and stand in what is said of the same footprint.",
        record_ids=tuple(person.record_id for person in people),
        quotes=tuple(dict.fromkeys([*(corpus.passage_of(p) for p in people), *(passage for _, passage in others)])),
        about=tuple(person_key(name) for name in names),
    )


def _lower_case(corpus: Corpus, people: list[Named]) -> Iterator[Draft]:
    """Names that begin with a small letter."""
    for person in people:
        if regex.match(r"\p{Ll}{3,}\s+\p{Lu}", person.name):
            yield Draft(
                footprint_id=person.footprint_id,
                document_id=person.document_id,
                message=f"The name “{person.name}” begins with a small letter.",
                explanation="A first name has a capital.",
                record_ids=(person.record_id,),
                quotes=(corpus.passage_of(person),),
                suggestion=f"Read it as {person.name[0].upper()}{person.name[1:]}.",
                severity="info",
                about=(person.name,),
            )


def _hyphens(corpus: Corpus, people: list[Named]) -> Iterator[Draft]:
    """One person with and without a hyphen in the name, in what a document says of one footprint."""
    by_key: dict[tuple[str, str | None, str], list[Named]] = defaultdict(list)
    for person in people:
        by_key[person.document_id, person.footprint_id, person_key(person.name)].append(person)
    for (document_id, footprint_id, key), found in by_key.items():
        names = list(dict.fromkeys(person.name for person in found))
        if len({name.casefold().count("-") for name in names}) > 1:
            yield Draft(
                footprint_id=footprint_id,
                document_id=document_id,
                message=f"{listed(f'“{name}”' for name in names)} are one person, with and without a hyphen.",
                explanation="All letters of the names agree.",
                record_ids=tuple(person.record_id for person in found),
                quotes=corpus.quotes(found),
                severity="info",
                about=(key, "hyphen"),
            )


def _kinds(corpus: Corpus) -> Iterator[Draft]:
    """Known trusts that are called foundation trusts and are none, or the other way round; a document's together."""
    wrong: dict[str, dict[str, list[Named]]] = defaultdict(lambda: defaultdict(list))
    for body in corpus.fetch(Named, _BODIES):
        if other_kind(body.name):
            wrong[body.document_id][" ".join(body.name.split())].append(body)
    for document_id, names in wrong.items():
        found = [body for bodies in names.values() for body in bodies]
        yield Draft(
            footprint_id=found[0].footprint_id if len({body.footprint_id for body in found}) == 1 else None,
            document_id=document_id,
            message=f"{listed(f'“{name}” is {other_kind(name)}' for name in names)}.",
            explanation="That is what the body was called in 2016; trusts change their standing.",
            record_ids=tuple(dict.fromkeys(body.record_id for body in found)),
            quotes=corpus.quotes(found),
            severity="info",
            about=tuple(names),
        )


def _bodies(corpus: Corpus) -> Iterator[Draft]:
    """Bodies written almost like a known one; one finding for a spelling, however often it stands."""
    by_name: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for body in corpus.fetch(Named, _BODIES):
        by_name[body.document_id, " ".join(body.name.split())].append(body)
    for (document_id, name), found in by_name.items():
        if meant := near_organisation(name):
            yield Draft(
                footprint_id=found[0].footprint_id,
                document_id=document_id,
                message=f"“{name}” is probably {meant}.",
                explanation=f"No body of that name is known; {meant} is the only one near it.",
                record_ids=tuple(dict.fromkeys(body.record_id for body in found)),
                quotes=corpus.quotes(found),
                suggestion=f"Read it as {meant}.",
                severity="info",
                about=(name,),
            )


def _split_bodies(corpus: Corpus, document_id: str, page: int, text: str) -> Iterator[Draft]:
    """Lists in which the two halves of a known body's name stand on lines of their own, in the wrong order."""
    starts = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    lines = [(start, line) for start, line in zip(starts, text.split("\n"), strict=False) if line.strip()]
    words = [_line_words(line) for _, line in lines]
    cores = [core(of_line) for of_line in words]
    told = [index for index, of_line in enumerate(cores) if of_line]
    for at, second in enumerate(told):
        for first in told[max(0, at - _NEARBY_LINES) : at]:
            if second - first > _NEARBY_LINES:
                continue
            name = _known_cores().get(cores[second] + cores[first])
            if name and not any(tuple(words[part]) in known_organisations() for part in (first, second)):
                yield Draft(
                    footprint_id=corpus.footprint_at(document_id, page, lines[first][0]),
                    document_id=document_id,
                    message=f"The name {name} is split over two lines in the wrong order.",
                    explanation="Read one by one, the lines name bodies that do not exist.",
                    quotes=(lines[first][1].strip(), lines[second][1].strip()),
                    suggestion=f"Read the two lines as {name}.",
                    about=(name,),
                )


def _line_words(line: str) -> list[str]:
    """The words of a short list line, without what stands in brackets; none where a word is no known body's."""
    if len(line) > _LONGEST_LINE:
        return []
    if "(" not in line and any(map(_is_of_no_name, line.split())):
        return []
    words = fold_words(_IN_BRACKETS.sub(" ", line))
    return words if len(words) <= _SHORT_LINE else []


@lru_cache(maxsize=16384)
def _is_of_no_name(word: str) -> bool:
    """Whether it is a word, and of no known body's name."""
    return word.isalpha() and word.casefold() not in _words_of_names() and bool(fold_words(word))


@cache
def _words_of_names() -> frozenset[str]:
    return frozenset(word for words in known_organisations() for word in words)


@cache
def _known_cores() -> dict[tuple[str, ...], str]:
    return {core(words): name for words, name in known_organisations().items() if len(core(words)) > 2}


RULE = Rule(
    name="name_spelling_suspect",
    severity="warning",
    meaning=(
        "A person's or a body's name differs by a letter or two from a known one, or from another spelling in the same "
        "documents; or a list has torn a name apart. For bodies, a hyphen and a small first letter it is an info."
    ),
    remedy="Look the name up, and decide which spelling holds.",
    example="SRO: Jo Bloggs on one page, Jo Blogs in the appendix.",
    run=run,
    within=within,
)
