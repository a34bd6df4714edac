"""Job titles and roles, in the ways in which they are printed."""

from random import Random

from pipeline.ner_training.parts import table


def draw_role(random: Random) -> str:
    """A role in title case, whole from roles.toml or built from it: "Interim Director of Adult Services"."""
    roles = table("roles")
    chance = random.random()
    if chance < 0.55:
        return str(random.choice(roles["whole"]))
    if chance < 0.65:
        title = f"Chief {random.choice(roles['chief'])} Officer"
    else:
        title = random.choice(roles["shapes"]).format(random.choice(roles["subject"]))
    return f"{random.choice(roles['prefix'])} {title}" if random.random() < 0.25 else title


def in_some_case(role: str, random: Random) -> str:
    """Mostly as it is, at times in lower case or in capitals."""
    chance = random.random()
    return in_lower_case(role) if chance < 0.12 else role.upper() if chance < 0.15 else role


def in_lower_case(role: str) -> str:
    """In lower case, its abbreviations left alone: "STP lead", "chief executive"."""
    return " ".join(word if word.isupper() else word.lower() for word in role.split(" "))
