"""Roles stated by titles and layout: behind or before the name, at an area's name, in a programme's list."""

import regex

from extractors.context import named_footprints
from extractors.cues import CueMatch, find_cues
from extractors.mentions.footprints import FootprintMention
from extractors.patterns import keyed
from extractors.records.lead_setting import Setting, StatedRole, speaks_of_plan
from extractors.records.lead_verbs import is_apposition
from schemas.footprints import all_footprints

_FOOTPRINT_NAMES = frozenset(f.name for f in all_footprints())
_BOARD = keyed(
    r"(?:the |its |our )?(?P<what>(?:\w+[\s-]){0,5}?(?:Success Regime|STP(?: programme)?(?: board)?|partnership(?: board)?|programme board|footprint|transformation (?:board|programme)|steering group|plan|workstream|reference group|advisory group|clinical (?:board|group)))\b",
    regex.IGNORECASE,
)
_CHAIR_OF = keyed(
    r"\b(?P<role>(?:independent\s|interim\s)?chair(?:man|woman|person)?)\sof\sthe\s(?:\w+[\s-]){0,6}?(?:Success Regime|STP(?: programme)?(?: board)?|partnership(?: board)?|programme board|footprint|transformation (?:board|programme)|steering group|plan)\b",
    regex.IGNORECASE,
)
_CHAIRED_BY = keyed(
    r"\b(?:STP|partnership|programme board|transformation board|steering group|footprint)[\w ]{0,40} is (?:\w+ )?chaired by (?:the )?$",
    regex.IGNORECASE,
)
_CHAIR_OF_GROUP = keyed(
    r"(?P<what>(?:[A-Z][\w&'-]+\s(?:and\s|&\s|of\s)?){0,5}(?:Group|Board|Workstream|Partnership|Panel))(?:\sis)?\s?[-\u2013:,(]?\s?[Cc]hair(?:ed by|man|woman|person)?:?\s$"
)
_NOT_THE_PLANS = regex.compile(r"\b(?:Well-?\s?being|Governing|Trust|Council|CCG|Scrutiny|NHS|Hospital)\b")
_ITS_CHAIR = keyed(
    r"\b(?:its|the board's|the partnership's)\s(?P<role>(?:independent\s|interim\s)?chair(?:man|woman|person)?)(?:,|\sis|\swill be)\s$",
    regex.IGNORECASE,
)
_ITS_OFFICER = keyed(
    r"\b(?:[Ii]ts|[Oo]ur)\s(?P<role>(?:joint\s|interim\s|acting\s|new\s|first\s)*(?:accountable officer|chief officer|managing director|programme manager|delivery director))(?:,|\sis|\swill be|\sremains)\s(?:now\s)?$"
)
_BOARD_CHAIRED_BY = regex.compile(
    r"(?P<what>\b(?:[\w-]+\s){0,3}(?:board|group|panel|forum))(?:, (?:which )?)?\s?(?:is |was |to be |now )?(?:chaired by|whose (?:\w+ )?chair(?:man|woman)?,|whose (?:\w+ )?chair(?:man|woman)? is)\s$|(?P<what>\b(?:[\w-]+\s){0,3}(?:board|group|panel|forum)),\swhose (?:\w+ )?chair(?:man|woman)?(?:,|\sis)\s$",
    regex.IGNORECASE,
)
_ITS_CHAIR_BEHIND = regex.compile(
    r",\s(?:its|the board's|the partnership's)\s(?:new\s)?(?P<role>(?:independent\s|interim\s|executive\s)?chair(?:man|woman|person)?|director|managing director)\b(?!\sof)"
)
_IS_OFFICER = regex.compile(
    r"\s(?:is|becomes|became|remains)\s(?:the|its|our)\s(?:new\s|first\s)?(?P<role>(?:joint\s|interim\s|acting\s)?(?:accountable officer|chief officer|managing director))(?!\s(?:of|at|for|in))\b"
)
_BECAME_CHAIR = regex.compile(
    r"\s(?:became|becomes|(?:was|has been|is) (?:made|named|appointed)(?: as)?)\s(?:its |the )?(?:new |first )?(?P<role>(?:executive|independent|interim) chair(?:man|woman|person)?)(?!\s(?:of|at|for|in)\b)"
)
_BOARD_BEFORE = regex.compile(
    r"\b(?:board|partnerships?|plan|STP|steering group|footprint|ICS|system)\b", regex.IGNORECASE
)
_SPEAKS_OF = keyed(
    r"\b(?:said|told|asked|thanked|welcomed|invited|introduced|deputi[sz]\w+|replied|criticised|accused|wrote to|met)\b",
    regex.IGNORECASE,
)
_IN_ROLE = regex.compile(r"\bin (?:his|her|their) (?:capacity|role) as\s(?:the\s)?$")
_TO_ANOTHER = regex.compile(
    r"\b(?:to|with|by|against|from|about|than|behalf of|under|for|deputy|vice|replac(?:ed|es|ing))\s(?:the\s|its\s|our\s)?$"
)
"""The title behind is another's: 'NAME wrote to the STP lead'."""
_TO_THE_NAME = regex.compile(
    r"[\s,:(\u2013-]{0,3}(?:[^.;:)]{0,70}?(?:,|\bis\b|\bas\b|:|\()\s?)?(?:is\s|will be\s|has been\s)?(?:the\s|now\s)?"
)
_CHIEF_OF_AREA = keyed(
    r"'s?\s(?:STP\s|overall\s|new\s)?(?:chief|boss|lead|STP leader|system leader|convenor)(?:,| is)?\s$"
)
_LEAD_BEHIND_AREA = regex.compile(
    r"(?:'s)?\s(?:overall\s|new\s|nominated\s)?(?:lead|STP lead(?:er)?|plan lead(?:er)?|footprint lead(?:er)?)\b(?!\s[a-z])"
)
_AREA_BEFORE = regex.compile(r"[^.;()]{3,110}?\s?[\u2013\u2014:\t-]\s?")
_AREA_AROUND = regex.compile(r"[^.;()]{3,110}?\s\(")
_AREA_BEHIND = regex.compile(r"\s?(?:\([^()]{3,110}\)|,[^:;.]{3,110})\s?[:\u2013\u2014-]\s")
_EMPLOYED = keyed(
    r"\b(?:chief|officer|executive|director|GP|chair\w*|leader?|CCG|trust|FT|council|hospitals?|STP|regime)\b",
    regex.IGNORECASE,
)
"""Who leads an area holds a post or belongs to a body: not 'NAME (Conservative): Dorset'."""
_OFFICER = regex.compile(
    r"(?:,|\s\()\s?(?:chief executive(?: officer)?|CEO|lead(?:er)?)(?:,| of| at)\s(?:the\s)?", regex.IGNORECASE
)
_PARTNERSHIP = regex.compile(r"(?:'s)?\s(?:STP\b|ICS\b|sustainability (?:and|&) transformation p\w+)", regex.IGNORECASE)
_TAGGED = keyed(r"\((?:STP|footprint|area)\s?:\s?[^)]{3,90}\)")
_ENTRY = regex.compile(
    r"(?:^|[;:)\u2013\u2022]\s?|\s\d{1,2}\.\s)\s*(?P<programme>[^;:()\u2013]{2,60}?)\s?[\u2013:-]\s?$"
)


def title_behind(setting: Setting) -> StatedRole | None:
    """'NAME, chief officer of the CCG and STP lead'."""
    after = setting.after[:220]
    if after.startswith("'s "):
        return None  # 'in NAME's view the STP lead ...'
    for cue in find_cues("role", after):
        between = after[: cue.start]
        if _is_of_part(setting, cue) or _is_the_next_ones(setting, cue):
            continue
        if regex.search(r"[.]\s|;", between) or _TO_ANOTHER.search(between):
            continue
        if _SPEAKS_OF.search(between) and not _IN_ROLE.search(between):
            continue
        if cue.cue.means == "STP lead" or len(between) <= 140:
            role = _role_name(cue, after)
            return StatedRole(setting.person.start, setting.person.end + cue.end, role)
    return None


def _is_the_next_ones(setting: Setting, cue: CueMatch) -> bool:
    """Whether a title behind the name belongs to the person behind it: 'The lead is NAME and the programme director is OTHER'."""
    joined = regex.fullmatch(r",?\sand\s(?:the|its|our)\s", setting.after[: cue.start])
    to_next = regex.fullmatch(r"\s?(?:,|is|was|will be)\s", setting.after[cue.end :])
    return bool(joined and to_next) and setting.high < len(setting.sentence.text)


def _is_of_part(setting: Setting, cue: CueMatch) -> bool:
    """Whether a title behind the name is of a place that is a part: 'system lead for Weymouth and Portland'."""
    title = setting.after[cue.start : cue.end]
    place = regex.match(r"\s(?:for|of|in|across)\s(?:the\s)?(?=[A-Z])", setting.after[cue.end :])
    if cue.cue.means != "STP lead" or place is None or regex.search(r"STP|footprint|plan", title):
        return False
    at = setting.person.end + cue.end + place.end()
    return not any(at <= n.start < at + 40 for n in named_footprints(setting.sentence))


def title_before(setting: Setting) -> StatedRole | None:
    """'the STP lead, NAME'."""
    offset = max(0, len(setting.before) - 160)
    tail = setting.before[offset:]
    for cue in reversed(find_cues("role", tail)):
        if _TO_THE_NAME.fullmatch(tail[cue.end :]):
            start = setting.low + offset + cue.start
            return StatedRole(start, setting.person.end, _role_name(cue, tail))
    return None


def _role_name(cue: CueMatch, text: str) -> str:
    """The role as the warehouse writes it; 'as written' in the document's words."""
    if cue.cue.means == "chair" and regex.search(r"\bindependent\s$", text[: cue.start], regex.IGNORECASE):
        return "Independent chair"
    if cue.cue.means != "as written":
        return cue.cue.means
    words = regex.sub(r"^(?:the|its|our|their)\s|\s(?:of|for|to|at) (?:the|our|its) .*$", "", text[cue.start : cue.end])
    bare = regex.sub(r"(?<=\blead)s$", "", regex.sub(r"^.*?'s\s", "", words))
    return bare[:1].upper() + bare[1:]


def chair(setting: Setting) -> StatedRole | None:
    """'the chair of the local partnership, NAME'; 'NAME chairs the programme board'; 'the board is chaired by NAME'."""
    before = setting.before
    if (chair := _CHAIR_OF.search(before)) and len(before[chair.end() :].strip(" ,")) <= 3:
        return StatedRole(setting.low + chair.start(), setting.person.end, chair["role"].casefold())
    if chaired := _CHAIRED_BY.search(before):
        return StatedRole(setting.low + chaired.start(), setting.person.end, "chair")
    if (group := _CHAIR_OF_GROUP.search(before)) and not _NOT_THE_PLANS.search(group["what"]):
        return StatedRole(setting.low + group.start(), setting.person.end, "chair", programme=group["what"])
    if board := _BOARD_CHAIRED_BY.search(before):
        around = setting.previous + setting.sentence.text
        if not _NOT_THE_PLANS.search(board["what"]) and speaks_of_plan(around):
            return StatedRole(setting.low + board.start("what"), setting.person.end, "chair", programme=board["what"])
    for cue in setting.cues("chairs", setting.after):
        if (area := setting.area_behind(cue.end)) and (cue.start == 0 or is_apposition(setting.after[: cue.start])):
            return StatedRole(setting.person.start, area.end, "chair", area.footprint_id)
        board = _BOARD.match(setting.after, cue.end)
        if board and (cue.start == 0 or is_apposition(setting.after[: cue.start])):
            end = setting.person.end + board.end()
            return StatedRole(setting.person.start, end, "chair", programme=board["what"])
    return None


def its_officer(setting: Setting) -> StatedRole | None:
    """'Its joint accountable officer is NAME', 'its chair, NAME', where the partnership or its board was spoken of."""
    here = setting.sentence.text[: setting.person.start]
    spoken_of = here if _BOARD_BEFORE.search(here) else regex.sub(r"\([^()]*\)", "", setting.previous) + here
    for pattern in (_ITS_CHAIR, _ITS_OFFICER):
        match = pattern.search(setting.before)
        if match and _BOARD_BEFORE.search(spoken_of) and not _NOT_THE_PLANS.search(spoken_of):
            return StatedRole(setting.low + match.start(), setting.person.end, match["role"])
    for behind in (_ITS_CHAIR_BEHIND, _IS_OFFICER, _BECAME_CHAIR):
        match = behind.match(setting.after)
        if match and _BOARD_BEFORE.search(spoken_of) and not _NOT_THE_PLANS.search(spoken_of):
            return StatedRole(setting.person.start, setting.person.end + match.end(), match["role"])
    return None


def chief_of_area(setting: Setting) -> StatedRole | None:
    """'South East London's chief, NAME'."""
    match = _CHIEF_OF_AREA.search(setting.before)
    if match is None:
        return None
    at = setting.low + match.start()
    for name in named_footprints(setting.sentence, (0, at)):
        if at - name.end <= 1:
            return StatedRole(name.start, setting.person.end, "STP lead", name.footprint_id)
    return None


def lead_of_area(setting: Setting) -> StatedRole | None:
    """'NAME, chief officer of the CCG and the Dorset lead'."""
    after = regex.split(r"[.]\s|;", setting.after)[0][:160]
    at = setting.person.end
    for name in named_footprints(setting.sentence, (at, at + len(after))):
        title = _LEAD_BEHIND_AREA.match(setting.sentence.text, name.end)
        if title and not _SPEAKS_OF.search(setting.sentence.text[at : name.start]):
            return StatedRole(setting.person.start, title.end(), "STP lead", name.footprint_id)
    return None


def area_before(setting: Setting) -> StatedRole | None:
    """'Somerset - Dr NAME (chair, Somerset CCG)': an area, its lead, who they are."""
    after, person, sentence = setting.after, setting.person, setting.sentence
    around = setting.list_role == "STP lead" and _AREA_AROUND.fullmatch(setting.before) and ")" in after
    describes = after.lstrip().startswith(("(", "[", "/", ",", "\u2013", "-")) or not after.strip(" .")
    if setting.low or not describes or not (around or _AREA_BEFORE.fullmatch(setting.before)):
        return None
    names = named_footprints(sentence, (0, person.start)) or [
        m for m in sentence.footprints if m.end <= person.start and m.canonical in _FOOTPRINT_NAMES
    ]
    if not names:  # 'Milton Keynes, Beds and Luton': a footprint by its parts
        parts = [m for m in sentence.footprints if m.end <= person.start and m.strength == "place" and not m.is_body]
        names = parts if len(parts) >= 2 and len({m.footprint_id for m in parts}) == 1 else []
    if not names or names[0].start > 4 or names[-1].end < len(setting.before.rstrip(" \t:\u2013\u2014-(")) - 5:
        return None
    closing = after.find(")") + 1 if after.lstrip().startswith("(") else len(after.rstrip(" .;"))
    return StatedRole(names[0].start, person.end + max(closing, 0), "STP lead", names[-1].footprint_id)


def _whole_area(setting: Setting, low: int) -> "FootprintMention | None":
    """The footprint that the sentence's words from `low` to its end consist of, by its name or by two of its parts."""
    text = setting.sentence.text
    found = [m for m in setting.sentence.footprints if m.start >= low and not m.is_body and m.footprint_id]
    if not found or found[0].start > low + 4 or len(text.rstrip(" .;")) - found[-1].end > 8:
        return None
    by_name = [m for m in found if m.strength == "name" or m.canonical in _FOOTPRINT_NAMES]
    same = len({m.footprint_id for m in found}) == 1
    return by_name[0] if by_name else found[0] if same and len(found) >= 2 else None


def area_behind(setting: Setting) -> StatedRole | None:
    """'Dr NAME (chair, Somerset CCG): Somerset': a line of who leads, who they are, and the area."""
    if setting.sentence.text[: setting.person.start].strip():
        return None
    behind = _AREA_BEHIND.match(setting.after)
    if (
        behind is None
        or not _EMPLOYED.search(behind.group())
        or not (area := _whole_area(setting, setting.person.end + behind.end()))
    ):
        return None
    return StatedRole(setting.person.start, len(setting.sentence.text.rstrip(" .;")), "STP lead", area.footprint_id)


def officer_of_area(setting: Setting) -> StatedRole | None:
    """'NAME, Chief Executive, Dorset STP'."""
    title = _OFFICER.match(setting.after)
    if title is None:
        return None
    at = setting.person.end + title.end()
    for area in named_footprints(setting.sentence, (at, min(at + 90, len(setting.sentence.text)))):
        partnership = _PARTNERSHIP.match(setting.sentence.text, area.end)
        if area.start == at and partnership:
            return StatedRole(setting.person.start, partnership.end(), "STP lead", area.footprint_id)
    return None


def listed(setting: Setting) -> StatedRole | None:
    """An entry of a list whose lead-in names the role: 'NAME, body', or 'Stroke - NAME' for a programme's."""
    if setting.list_role is None:
        return None
    text, person = setting.sentence.text, setting.person
    entry = _ENTRY.search(text[: person.start])
    if setting.list_role == "STP lead":
        return (
            None
            if text[: person.start].strip() not in ("", "Answer:", "A.", "A:")
            else StatedRole(person.start, len(text.rstrip(" ;,.")), "STP lead")
        )
    if entry:
        closing = regex.match(r"\s?\([^()]*\)", text[person.end :])
        end = person.end + (closing.end() if closing else 0)
        return StatedRole(entry.start("programme"), end, setting.list_role, programme=entry["programme"])
    if regex.search(r"(?:[:,;\u2022]|\band)\s*$", text[: person.start]) and (
        inside := regex.match(r"\s?\((?P<programme>[^()]{2,60})\)", text[person.end :])
    ):
        of_programme = find_cues("programme", inside["programme"])
        if of_programme:
            return StatedRole(person.start, person.end + inside.end(), setting.list_role, programme=inside["programme"])
    return None


def programme_entry(setting: Setting) -> StatedRole | None:
    """'Stroke - Dr NAME (GP, Bradford)' on a line of its own: who leads a programme."""
    text, person = setting.sentence.text, setting.person
    entry = _ENTRY.search(text[: person.start])
    if entry is None or setting.low or len(text) > 110 or text.rstrip().endswith("."):
        return None
    cues = find_cues("programme", entry["programme"])
    if not cues or regex.search(r"\b(?:contact|tel|email|report|author|by)\b", entry["programme"], regex.IGNORECASE):
        return None
    behind = regex.match(
        r"(?:\s?\([^()]{2,80}\)|,\s(?P<title>Director|Manager|Chair|Sponsor)\b[^.;]{0,60}|,\s[^.;]{2,80})?\W*$",
        setting.after,
    )
    if behind is None:
        return None
    role = behind["title"] or "Programme lead"
    return StatedRole(entry.start("programme"), setting.high, role, programme=entry["programme"])


def tagged(setting: Setting) -> StatedRole | None:
    """'NAME, chief executive (footprint: X)'."""
    tag = _TAGGED.search(setting.after)
    if tag and not regex.search(r"[.]\s", setting.after[: tag.start()]):
        return StatedRole(setting.person.start, setting.person.end + tag.end(), "STP lead")
    return None
