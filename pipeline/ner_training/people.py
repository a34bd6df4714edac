"""Names of people, in the ways in which they are printed."""

from dataclasses import dataclass
from random import Random
from typing import Any

from pipeline.ner_training.parts import Part, build_name, letters, listed, names_of, table


@dataclass(frozen=True)
class _Origin:
    given: list[str]
    surnames: list[str]
    double: float
    """The share of given names that are two words."""


class People:
    """Draws the names of one part; everything random comes from `random`, so that a seed fixes the corpus."""

    def __init__(self, part: Part, random: Random) -> None:
        self._part = part
        self._random = random
        names = dict(table("names"))
        self._given_parts = {key: block.split() for key, block in names.pop("given_parts").items()}
        self._surname_parts = {key: block.split() for key, block in names.pop("surname_parts").items()}
        self._origins = [
            _Origin(names_of(part, block["given"].split()), names_of(part, _surnames(block)), block.get("double", 0.03))
            for block in names.values()
        ]
        self._titles = {key: listed(block) for key, block in table("titles").items()}

    def given_name(self, origin: _Origin | None = None) -> str:
        """A given name, of an origin or of any."""
        chance = self._random.random()
        if chance < 0.25:
            return build_name(self._part, self._random, self._given_parts)
        origin = origin or self._origin()
        return self._random.choice(origin.surnames if chance < 0.28 else origin.given)

    def surname(self, origin: _Origin | None = None) -> str:
        """A surname, of an origin or of any."""
        if self._random.random() < 0.35:
            return build_name(self._part, self._random, self._surname_parts)
        return self._random.choice((origin or self._origin()).surnames)

    def name(self) -> str:
        """A name as it is printed, without title: "R. Harling", "Mei Ling Wong", "Anne-Marie O'Neill Scott"."""
        random = self._random
        origin = self._origin()
        given = self.given_name(origin if random.random() < 0.8 else None)
        surname = self.surname(origin)
        chance = random.random()
        if chance < 0.06:
            surname = f"{surname}-{self.surname()}"
        elif chance < 0.08:
            surname = f"{surname} {self.surname()}"
        chance = random.random()
        if chance < 0.06:
            more = letters(random, 1)
            given = given[0] + random.choice(["", "", ".", f" {more}", more, f".{more}.", f". {more}.", f"-{more}"])
        elif chance < 0.08:
            given = f"{given} {letters(random, 1)}{random.choice(['', '.'])}"
        elif chance < 0.08 + origin.double:
            given = f"{given}{random.choice(['-', ' ', ' '])}{self._second(origin)}"
        name = f"{given} {surname}"
        chance = random.random()
        if chance < 0.02:
            name = name[0].lower() + name[1:]
        elif chance < 0.03:
            name = name.lower()
        elif chance < 0.05:
            name = f"{given} {surname.upper()}"
        elif chance < 0.06:
            name = name.upper()
        return name.replace("'", "’") if random.random() < 0.3 else name

    def honorific(self) -> str:
        """What stands before a whole name: "Dr", "Sir", "Professor Dame"."""
        return self._random.choice(self._titles["common" if self._random.random() < 0.6 else "honorifics"])

    def title_before_surname(self) -> str:
        """What stands before a surname alone: "Mr", "Cllr"."""
        return self._random.choice(self._titles["before_surnames"])

    def post_nominals(self) -> str:
        """What stands behind a name: "OBE", "FRCP"."""
        return self._random.choice(self._titles["post_nominals"])

    def _second(self, origin: _Origin) -> str:
        """A given name behind another; behind a hyphen East Asian ones are often small ("Ji-woo")."""
        name = self.given_name(origin)
        return name.lower() if origin.double > 0.1 and self._random.random() < 0.15 else name

    def _origin(self) -> _Origin:
        random = self._random
        return self._origins[0] if random.random() < 0.5 else random.choice(self._origins)


def _surnames(block: dict[str, Any]) -> list[str]:
    """Surnames of a block, in which a particle starts a surname of several words ("Van der Berg")."""
    particles, names, pending = set(block.get("particles", ())), [], []
    for part in block["surnames"].split():
        pending.append(part)
        if part not in particles:
            names.append(" ".join(pending))
            pending = []
    return names
