"""Places, sums, years, headings and whatever else stands around the names and carries no label."""

import re
from random import Random

from pipeline.ner_training.parts import Part, build_name, letters, listed, names_of, table
from pipeline.ner_training.people import People
from pipeline.ner_training.prose import ordinary_word

_WORD_LISTS = {"word": "brand", "saint": "saints", "compass": "compass"}


class Surroundings:
    """Fills the slots of patterns with names of places of one part, and with everything that belongs to no part."""

    def __init__(self, part: Part, random: Random, people: People) -> None:
        self._part = part
        self._random = random
        self._people = people
        places, surroundings = table("places"), table("surroundings")
        self._places = {key: names_of(part, listed(places[key])) for key in ("counties", "towns", "regions")}
        self._areas = listed(places["areas"])
        self._place_parts = {key: block.split() for key, block in places["parts"].items()}
        self._words = {key: names_of(part, listed(block)) for key, block in surroundings["words"].items()}
        self._words["compass"] = listed(surroundings["words"]["compass"])
        self._slots = {key: listed(block) for key, block in surroundings["slots"].items()}

    def fill(self, pattern: str) -> str:
        """`pattern` with every {slot} filled."""
        return re.sub(r"\{(\w+)\}", lambda match: self.slot(match[1]), pattern)

    def slot(self, key: str) -> str:
        """Text for `{key}`. Raises KeyError for a slot that surroundings.toml does not know."""
        random = self._random
        if key in ("n", "d"):
            return str(random.randint(1, 999 if key == "n" else 9))
        if key == "initial":
            return letters(random, 1)
        if key == "surname":
            return self._people.surname()
        if key == "trust":
            return random.choice(["Foundation Trust", "Foundation Trust", "Trust"])
        if key == "acronym" and random.random() < 0.3:
            return letters(random, random.randint(2, 4))
        if key == "subject":
            return str(random.choice(table("roles")["subject"]))
        if key.lower() in ("noun", "adjective"):
            return ordinary_word(random, key)
        if key == "word" and random.random() < 0.4:
            return random.choice([self._built_place, self._people.surname])()
        if key in _WORD_LISTS:
            return random.choice(self._words[_WORD_LISTS[key]])
        if key in ("place", "town", "places", "county", "region", "area", "lower"):
            return self._place(key)
        return self.fill(random.choice(self._slots[key]))

    def _place(self, key: str) -> str:
        random = self._random
        if key == "places":
            return self._several_places()
        if key == "area":
            return self.fill(random.choice(self._areas))
        if key == "lower":
            return self.slot("compass").lower()
        if key == "region":
            return random.choice(self._places["regions"]).removeprefix("the ")
        if key == "county":
            if random.random() < 0.3:
                return build_name(self._part, random, {**self._place_parts, "last": self._place_parts["county"]})
            return random.choice(self._places["counties"])
        return self._built_place() if random.random() < 0.4 else random.choice(self._places["towns"])

    def _built_place(self) -> str:
        random, pieces = self._random, self._place_parts
        place, chance = build_name(self._part, random, pieces), random.random()
        if chance < 0.12:
            return f"{random.choice(pieces['before'])} {place}"
        if chance < 0.28:
            return f"{place} {random.choice(pieces['after'])}"
        if chance < 0.32:
            return f"{place}-{random.choice(pieces['joined'])}"
        return place

    def _several_places(self) -> str:
        places = [self.slot("place") for _ in range(self._random.choice([1, 1, 2, 2, 2, 3]))]
        if self._random.random() < 0.3:
            places[0] = f"{self.slot('compass')} {places[0]}"
        if len(places) == 3:
            shape = self._random.choice(["{}, {} and {}", "{} & {} and {}", "{}, {} & {}", "{} and {} and {}"])
            return shape.format(*places)
        return self._random.choice([" and ", " & ", " and "]).join(places)
