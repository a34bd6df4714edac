"""Bodies we know beforehand (extractors/data/organisations.toml), for what no pattern can decide: where one name ends and the next begins."""

from functools import cache

import regex

from extractors.gazetteer import load_data


@cache
def _ccg_names() -> frozenset[str]:
    names: set[str] = set()
    for group in load_data("organisations.toml")["group"]:
        for body in group.get("CCG", ()):
            for spelling in (body["name"], *body.get("aliases", ())):
                names.add(_fold(regex.sub(r"^NHS\s|\s(?:CCG|Clinical Commissioning Group)$", "", spelling)))
    return frozenset(names)


def _fold(name: str) -> str:
    return regex.sub(r"[^a-z]+", " ", name.casefold().replace("&", "and")).strip()


def split_ccg_names(text: str) -> list[str]:
    """The names that share a plural suffix: 'Wyre Forest and Redditch & Bromsgrove' has two, because the gazetteer knows the second.

    Without help from the gazetteer every 'and' and comma separates.
    """
    parts = [p for p in regex.split(r"(,\s(?:and\s)?|\s(?:and|&)\s)", text) if p]
    words, links = parts[0::2], [*parts[1::2], ""]
    names: list[str] = []
    index = 0
    while index < len(words):
        best = 1
        for size in range(2, 5):
            if index + size > len(words):
                break
            joined = "".join(w + links[index + i] for i, w in enumerate(words[index : index + size]))[
                : -len(links[index + size - 1]) or None
            ]
            if _fold(joined) in _ccg_names():
                best = size
        joined = "".join(
            w + (links[index + i] if i < best - 1 else "") for i, w in enumerate(words[index : index + best])
        )
        names.append(joined.strip())
        index += best
    return names
