"""Names of bodies, in the ways in which they are printed."""

from collections.abc import Callable
from random import Random

from pipeline.ner_training.parts import Part, letters, names_of, table


class Bodies:
    """Draws names of one part; `fill` puts places and words of the same part into a pattern's slots."""

    def __init__(self, part: Part, random: Random, fill: Callable[[str], str]) -> None:
        self._random = random
        self._fill = fill
        self._kinds = table("organisations")
        self._weights = [kind["weight"] for kind in self._kinds.values()]
        self._names = {
            key: names_of(part, kind["names"], core=kind.get("core", ())) for key, kind in self._kinds.items()
        }

    def name(self, kind: str | None = None) -> str:
        """A body's name: of `kind` (a section of organisations.toml), or of any, by weight."""
        random = self._random
        kind = kind or random.choices(list(self._kinds), self._weights)[0]
        if kind == "abbreviation":
            return self.abbreviation()
        names = self._names[kind]
        listed = min(self._kinds[kind].get("listed", 0.2), len(names) / 40)  # few names must not come too often
        if random.random() < listed:
            return self._as_printed(random.choice(names))
        return self._as_printed(self._fill(random.choice(self._kinds[kind]["patterns"])))

    def abbreviation(self) -> str:
        """A body's abbreviation: a known one, or letters that look like one."""
        random = self._random
        known = self._names["abbreviation"]
        if known and random.random() < 0.4:
            return random.choice(known)
        ending = random.choice(["", "", "FT", "T", "CCG", " CCG", "CC", "HT", "HB", "CFT"])
        return letters(random, random.randint(2, 4)) + ending

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
