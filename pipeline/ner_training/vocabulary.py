"""Names of people, bodies, places and roles to write sentences with, and which part of the corpus each belongs to.

A name belongs to exactly one part, decided by its hash: the test part is written with names that training never sees.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Literal
from zlib import crc32

from pipeline.ner_training.prose import word

Part = Literal["train", "dev", "test"]

_HONORIFICS = (
    ["Dr"] * 10
    + ["Mr", "Mrs", "Ms", "Miss", "Sir", "Dame", "Prof", "Professor", "Cllr", "Councillor", "Coun", "Lord", "Baroness"] * 2
    + ["Dr.", "Prof.", "Rt Hon", "The Rt Hon", "Lady", "Revd", "Canon", "Professor Sir", "Professor Dame", "Alderman", "Drs", "Mx"]
)
_TITLES_BEFORE_SURNAMES = ["Mr", "Mr", "Mrs", "Ms", "Dr", "Dr", "Cllr", "Councillor", "Coun", "Prof", "Professor", "Lord", "Baroness"]
_POST_NOMINALS = ["OBE", "CBE", "MBE", "FRCP", "DL", "QC", "MP", "FRCGP", "KBE", "DBE", "FRCS", "BEM", "JP", "PhD", "MBE FRCP", "CBE DL"]


def part_of(name: str) -> Part:
    """15 names in 100 are test, 5 development, the rest training; upper and lower case are one name."""
    bucket = crc32(name.casefold().encode()) % 20
    return "test" if bucket < 3 else "dev" if bucket == 3 else "train"


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("pipeline.ner_training").joinpath("data", f"{name}.toml").read_text("utf-8"))


def _listed(text: str) -> list[str]:
    """Entries of a comma-separated block; a comma without a blank after it belongs to the entry ("£14,000")."""
    return [entry.strip() for entry in re.split(r",\s+", text) if entry.strip()]


@dataclass(frozen=True)
class _Origin:
    given: list[str]
    surnames: list[str]


class Vocabulary:
    """Draws names of one part. Everything random comes from `random`, so that a seed fixes the corpus."""

    def __init__(self, part: Part, random: Random) -> None:
        self._part = part
        self._random = random
        names = _table("names")
        self._origins = [
            _Origin(self._own(block["given"].split()), self._own(_surnames(block)))
            for key, block in names.items()
            if not key.endswith("_parts")
        ]
        self._given_parts = {key: block.split() for key, block in names["given_parts"].items()}
        self._surname_parts = {key: block.split() for key, block in names["surname_parts"].items()}
        places = _table("places")
        self._places = {key: self._own(_listed(places[key])) for key in ("counties", "towns", "regions")}
        self._areas = _listed(places["areas"])
        self._place_parts = {key: block.split() for key, block in places["parts"].items()}
        surroundings = _table("surroundings")
        self._words = {key: self._own(_listed(block)) for key, block in surroundings["words"].items()}
        self._words["compass"] = _listed(surroundings["words"]["compass"])
        self._slots = {key: _listed(block) for key, block in surroundings["slots"].items()}
        self._bodies = _table("organisations")
        self._body_kinds = list(self._bodies)
        self._body_weights = [self._bodies[kind]["weight"] for kind in self._body_kinds]
        self._body_names = {
            kind: self._own(block["names"], core=block.get("core", [])) for kind, block in self._bodies.items()
        }
        self._roles = _table("roles")

    def _own(self, names: list[str], core: list[str] | None = None) -> list[str]:
        """The names of this part; `core` ones, which a reader must know (NHS England), are all training's."""
        always = set(core or ())
        return [
            name for name in names if (self._part == "train" if name in always else part_of(_bare(name)) == self._part)
        ]

    # --- people

    def given_name(self, origin: _Origin | None = None) -> str:
        chance = self._random.random()
        if chance < 0.25:
            return self._built(self._given_parts)
        origin = origin or self._origin()
        return self._random.choice(origin.surnames if chance < 0.28 else origin.given)

    def surname(self, origin: _Origin | None = None) -> str:
        if self._random.random() < 0.35:
            return self._built(self._surname_parts)
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
            given = f"{given[0]}{random.choice(['', '.', '', ' ' + chr(random.randint(65, 90)), chr(random.randint(65, 90))])}"
        elif chance < 0.08:
            given = f"{given} {chr(random.randint(65, 90))}{random.choice(['', '.'])}"
        elif chance < 0.11:
            given = f"{given}{random.choice(['-', ' '])}{self.given_name()}"
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
        return self._random.choice(_HONORIFICS)

    def title_before_surname(self) -> str:
        return self._random.choice(_TITLES_BEFORE_SURNAMES)

    def post_nominals(self) -> str:
        return self._random.choice(_POST_NOMINALS)

    def _origin(self) -> _Origin:
        random = self._random
        return self._origins[0] if random.random() < 0.5 else random.choice(self._origins)

    def _built(self, parts: dict[str, list[str]]) -> str:
        while True:
            name = self._random.choice(parts["first"]) + self._random.choice(parts["last"])
            if part_of(name) == self._part:
                return name

    # --- bodies

    def body(self, kind: str | None = None) -> str:
        """A body's name: of `kind` (a section of organisations.toml), or of any, by weight."""
        random = self._random
        kind = kind or random.choices(self._body_kinds, self._body_weights)[0]
        patterns, names = self._bodies[kind]["patterns"], self._body_names[kind]
        if not patterns or (names and random.random() < 0.2):
            name = random.choice(names)
        else:
            name = self.fill(random.choice(patterns))
        return self._as_printed(name)

    def abbreviation(self) -> str:
        """A body's abbreviation: a known one, or letters that look like one."""
        random = self._random
        if random.random() < 0.5:
            return str(random.choice(self._body_names["abbreviation"]))
        letters = "".join(random.choice("ABCDEGHLMNPRSTUW") for _ in range(random.randint(2, 4)))
        return letters + random.choice(["", "", "FT", "T", "CCG", " CCG", "CC", "HT", "HB", "CFT"])

    def _as_printed(self, name: str) -> str:
        random = self._random
        name = name.removeprefix("The ").removeprefix("the ")
        if random.random() < 0.2:
            name = name.replace(" and ", " & ")
        if random.random() < 0.4:
            name = name.replace("NHS Foundation Trust", random.choice(["NHS FT", "NHS FT", "Foundation Trust", "FT"]))
        if random.random() < 0.25:
            name = name.replace("'", "’")
        if random.random() < 0.06:
            name = name.replace("'", "").replace("’", "")
        return name

    # --- roles

    def role(self) -> str:
        random, roles = self._random, self._roles
        chance = random.random()
        if chance < 0.55:
            return str(random.choice(roles["whole"]))
        if chance < 0.65:
            title = f"Chief {random.choice(roles['chief'])} Officer"
        else:
            subject = random.choice(roles["subject"])
            title = random.choice(
                ["Director of {}", "Director of {}", "{} Director", "{} Lead", "{} Lead", "Head of {}", "{} Programme Manager", "{} SRO"]
            ).format(subject)
        if random.random() < 0.25:
            title = f"{random.choice(roles['prefix'])} {title}"
        return title

    # --- everything else

    def slot(self, key: str) -> str:
        """Text for `{key}`: a place, a sum, a year, a heading and so on, of no label."""
        random = self._random
        if key == "n":
            return str(random.randint(1, 999))
        if key == "d":
            return str(random.randint(1, 9))
        if key == "initial":
            return chr(random.randint(65, 90))
        if key == "trust":
            return random.choice(["Foundation Trust", "Foundation Trust", "Trust"])
        if key == "surname":
            return self.surname()
        if key == "subject":
            return str(random.choice(self._roles["subject"]))
        if key == "places":
            return self._several_places()
        if key in ("place", "town"):
            return self._built(self._place_parts) if random.random() < 0.35 else random.choice(self._places["towns"])
        if key == "area":
            return self.fill(random.choice(self._areas))
        if key == "lower":
            return self.slot("compass").lower()
        if key == "county":
            return random.choice(self._places["counties"])
        if key == "region":
            return random.choice(self._places["regions"]).removeprefix("the ")
        if key.lower() in ("noun", "adjective"):
            return word(random, key) if key.islower() else word(random, key.lower()).capitalize()
        if key in ("word", "saint", "compass"):
            return random.choice(self._words[{"word": "brand", "saint": "saints"}.get(key, key)])
        return self.fill(random.choice(self._slots[key]))

    def fill(self, pattern: str) -> str:
        """`pattern` with every {slot} filled by unlabelled text."""
        return re.sub(r"\{(\w+)\}", lambda match: self.slot(match[1]), pattern)

    def _several_places(self) -> str:
        places = [self.slot("place") for _ in range(self._random.choice([1, 1, 2, 2, 2, 3]))]
        if self._random.random() < 0.3:
            places[0] = f"{self.slot('compass')} {places[0]}"
        if len(places) == 3:
            shape = self._random.choice(["{}, {} and {}", "{} & {} and {}", "{}, {} & {}", "{} and {} and {}"])
            return shape.format(*places)
        return self._random.choice([" and ", " & ", " and "]).join(places)


def _bare(name: str) -> str:
    return name.removeprefix("The ").removeprefix("the ").replace("Foundation Trust", "Trust")


def _surnames(block: dict[str, Any]) -> list[str]:
    """Surnames of a block, in which a particle starts a surname of several words ("Van der Berg")."""
    particles, names, pending = set(block.get("particles", ())), [], []
    for word in block["surnames"].split():
        pending.append(word)
        if word not in particles:
            names.append(" ".join(pending))
            pending = []
    return names
