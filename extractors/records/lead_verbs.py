"""Roles stated by verbs: who leads the plan, who was appointed to, who took over from whom, who leads on what."""

import regex

from extractors.context import named_footprints
from extractors.cues import find_cues
from extractors.patterns import keyed
from extractors.records.lead_setting import Setting, StatedRole, speaks_of_plan

_APPOINTED = keyed(
    r"\b(?:appointed|chosen|named|picked|selected|asked|nominated|elected|confirmed|hired|recruited|appoints|names|picks|chose|chooses|put|puts|placed|made|(?:appointment|choice|selection|nomination) of|with)\s$",
    regex.IGNORECASE,
)
_ANNOUNCED = keyed(r"\b(?:announced|agreed|confirmed|decided|reported|learnt|learned|heard) that\s$", regex.IGNORECASE)
_BY = regex.compile(r"\sby\s(?:the\s)?")
_LED_BY = keyed(r"\b(?:led|headed|fronted|run|overseen|convened|chaired)(?: up)? by\b")
_TO_LEAD = keyed(
    r"^[^.;]{0,140}?\b(?:to|would|will) (?:lead|head(?: up)?|front|run|oversee|steer|convene|take charge of)\b|^\s(?:in (?:overall )?charge of|at the (?:head|helm) of)\b|^\s(?:in charge|at the helm)(?=,)|^[^.;]{0,140}?\bas (?:the |its |their |our )?(?:\w+ ){0,4}(?:lead|leader|head|convenor|convener)\b",
    regex.IGNORECASE,
)
_TOOK_OVER = keyed(
    r"(?P<who>(?:,[^.;]{3,110},|,\swho\s[^.;,]{3,80}\sand(?=\s)|\s\([^()]{3,80}\))?)(?:\s(?:at|in|from|since)\s[^.;,]{3,40})?\s(?:(?:has|have|is to|will|who|is|was)\s)*(?:also\s)?(?:succeed(?:s|ed)?|replace[sd]?|replacing|succeeding|follow(?:s|ed)?|(?:take[sn]?|took|taking) over from)\s(?:[^.;]{0,60}\s)?",
    regex.IGNORECASE,
)
_FOLLOWED_BY = regex.compile(
    r"\b(?:replaced|succeeded|followed)\s(?:\w+ ){0,4}by\s(?:the\s)?$|\b(?:handed|passed) (?:it|this|that|the (?:job|role|lead|baton)) (?:on )?(?:\w+ ){0,3}to\s$|\bhand(?:s|ed|ing)?(?: \w+)? over (?:\w+ ){0,2}to\s$"
    r"|\bg(?:ives?|ave|iven|iving) way to\s$|\bm(?:akes?|ade|aking) way for\s$|\b(?:st(?:ands|ood)|stepp?(?:s|ed)) (?:aside|down) (?:for|in favour of)\s$|\brelieved by\s$",
    regex.IGNORECASE,
)
_IS_A_LEAD = regex.compile(
    r"^(?:the |its |their )?(?:executive|nominated|overall|system|plan|area|county) lead(?:er)?\b", regex.IGNORECASE
)
_SUBJECT_BEHIND = regex.compile(r"(?:,[^.;]{3,110})?,(?=\s(?:the|our|this)\s)")
"""'Led by NAME, chief officer of the CCG, the partnership ...': the plan stands behind."""
_OF_A_BODY = keyed(
    r"\b(?:council|trust|CCG|group|party|campaign|union|hospital|authority|federation|Healthwatch|committee|practice|company)s?\b",
    regex.IGNORECASE,
)
_OF_WHOM = regex.compile(r"(?:its|whose|our)\b", regex.IGNORECASE)
_ITS_LEADER = regex.compile(
    r"(?:STP|footprint|plan|partnership)s?\b[^.;]{0,120}(?:[.]\s)?\b(?:its|the|as) (?:\w+ )?(?:lead(?:er)?|convenor)\b",
    regex.IGNORECASE,
)
"""What the sentence before says of the one who is followed: 'one of the footprints, OTHER being its leader'."""
_RELATIVE = regex.compile(r"\b(?:which|that|whose)\s?$")
_WATCHES = keyed(r"\bNHS (?:England|Improvement)\b|\bregional\b")
_HE = regex.compile(r",?\s(?:who|and|he|she)\b")
_GOES_TO = regex.compile(r"\s(?:goes|went|falls|fell|passes|passed|has gone)\sto\s(?:the\s)?(?:[^.;,:]{0,80}\s)?$")
_HAS_CHOSEN = regex.compile(
    r"(?:'s? (?:STP|partnership|partners|plan)| STP| partnership)?\s(?:has|have)\s(?:now\s|just\s)?(?:appointed|chosen|picked|recruited|hired|got)\s$"
)
_IN_THE_ROLE = regex.compile(
    r"^(?P<words>(?:,[^.;]{0,80},)?[^.;,]{0,40}?\b(?:as|in the role of|in the post of|at the (?:head|helm) of|in charge of|to lead|in leading)\s(?P<what>[^.;]{2,90}))",
    regex.IGNORECASE,
)
_LEADS_ON = keyed(
    r"(?:,?\swho)?\s(?:(?:also|now|currently)\s)?(?:leads?|is leading|will lead|looks after|is responsible)\s(?:the (?:work|thinking|effort) )?(?:on|for)\s(?P<what>[A-Za-z][\w &-]{2,50}?)(?=\s+(?:for|at|across|in|and|from|until|since|while)\b|[,.;)]|$)"
)
_ON = regex.compile(r"\s(?:on|for)\s(?P<what>[a-z][\w &-]{2,50}?)(?=\s+(?:for|at|and|from|until|since)\b|[,.;)]|$)")
_WORKSTREAM = keyed(
    r"(?:\b(?:the|our|its|this|STP's|plan's|partnership's|whose)\s)?(?P<what>(?:[\w'-]+(?:,)?\s(?:and\s|&\s|of\s)?){1,5}?)(?P<kind>work-?stream|work stream|priority|workstream board|programme board|programme)\b",
    regex.IGNORECASE,
)


def led_by(setting: Setting) -> StatedRole | None:
    """'The county plan is led by NAME'; 'Leading the plan is NAME'; 'the job of leading it fell to NAME'."""
    text, start = setting.sentence.text, setting.person.start
    for area in named_footprints(setting.sentence, (setting.low, start)):
        if _BY.fullmatch(text[area.end : start]) and _LED_BY.search(text[: area.start]):
            return StatedRole(area.start, setting.person.end, "STP lead", area.footprint_id)
    for led in reversed(setting.cues("led by", setting.before)):
        if len(setting.before) - led.end > 90 or regex.search(r"[.;]", setting.before[led.end :]):
            continue
        start = setting.low + _clause_start(setting.before[: led.start])
        if work := _workstream(setting.sentence.text[start : setting.low + led.end]):
            return StatedRole(start, setting.person.end, *work)
        at = setting.low + led.start
        if setting.plan_before(at) or setting.plan_within(at, setting.low + led.end):
            return StatedRole(start, setting.person.end, "STP lead")
        subject = _SUBJECT_BEHIND.match(setting.after)
        if subject and at == start and (end := setting.plan_behind(subject.end())) and end - subject.end() < 60:
            return StatedRole(start, setting.person.end + end, "STP lead")
    return None


def leads(setting: Setting) -> StatedRole | None:
    """'NAME, who is leading the county plan'; 'NAME combines his job with leading the STP'."""
    for cue in setting.cues("leads", setting.after):
        if regex.search(r"[.;]", setting.after[: cue.start]):
            break
        if _RELATIVE.search(setting.after[: cue.start]) and not _HE.match(setting.after, cue.start):
            continue  # another body leads it: 'NAME heads the CCG, which leads the STP'
        if "overse" in setting.after[cue.start : cue.end] and _WATCHES.search(setting.sentence.text):
            continue  # the regional director, not the lead
        target = regex.split(r"[.;,]", setting.after[cue.end : cue.end + 80])[0]
        if work := _workstream(target):
            end = cue.end + regex.search(r"(?i)work-?\s?stream|priority|programme", target).end()  # type: ignore[union-attr]
            return StatedRole(setting.person.start, setting.person.end + end, *work)
        if (end_of_plan := setting.plan_behind(cue.end)) is not None:
            return StatedRole(setting.person.start, min(setting.person.end + end_of_plan, setting.high), "STP lead")
    return None


def appointed(setting: Setting) -> StatedRole | None:
    """'They appointed NAME to lead the plan'; 'the appointment of NAME as STP lead'; 'it was announced that NAME would lead the STP'."""
    before = setting.before
    if not (_APPOINTED.search(before) or _ANNOUNCED.search(before)):
        return None
    to_lead = _TO_LEAD.match(setting.after)
    if to_lead and (
        setting.plan_behind(to_lead.end()) is not None
        or regex.search(r"\bSTP (?:lead|leader|convenor)$", to_lead.group())
        or setting.plan_before(setting.person.start)
    ):
        start = max(setting.low, setting.person.start - 12)
        return StatedRole(start, setting.person.end + to_lead.end(), "STP lead")
    return None


def took_over(setting: Setting) -> StatedRole | None:
    """'NAME has succeeded OTHER as STP lead': the role stands behind the other's name."""
    text = setting.sentence.text
    if setting.high >= len(text) or not _TOOK_OVER.fullmatch(setting.after):
        return None
    other = regex.match(r"(?:[A-Z][\w.'-]*\s?){1,6}", text[setting.high :])
    behind = setting.high + (other.end() if other else 0)
    role = _IN_THE_ROLE.match(" " + text[behind:].lstrip())
    if role is None:
        return None
    words = role["words"]
    other_roles = [c for c in find_cues("role", role["what"]) if c.cue.means in ("SRO", "Programme director")]
    if other_roles:
        titled = behind + role.start("what") - 1 + other_roles[0].end
        return StatedRole(setting.person.start, min(titled, len(text)), other_roles[0].cue.means)
    is_lead = (
        _IS_A_LEAD.search(role["what"])
        or any(c.cue.means == "STP lead" for c in find_cues("role", role["what"]))
        or regex.search(r"\b(?:head|helm|charge|lead|leading)\b.{0,60}\b(?:STP|plan|partnership|footprint)\b", words)
    )
    if not is_lead:
        return None
    plan = regex.search(r"\b(?:STP leader?|lead(?:er)?|STP|plan|partnership|footprint)\b", text[behind:])
    end = behind + (plan.end() if plan else len(words))
    return StatedRole(setting.person.start, min(end, len(text)), "STP lead")


def follows(before: str) -> bool:
    """Whether the words before a name say that this person came after another: 'OTHER was replaced by'."""
    return bool(_FOLLOWED_BY.search(before))


def followed_by(setting: Setting) -> StatedRole | None:
    """'OTHER stood down as convenor and was replaced by NAME': the role stands before the other's name or behind it."""
    by = _FOLLOWED_BY.search(setting.before)
    if by is None:
        return None
    here = setting.sentence.text[: setting.low + by.start()]
    is_lead = setting.list_role == "STP lead" or any(
        c.cue.means == "STP lead" for words in (here, setting.previous[-300:]) for c in find_cues("role", words)
    )
    is_lead = is_lead or bool(regex.search(r"\bled (?:it|the (?:\w+ )?(?:plan|STP|partnership))\b", here))
    is_lead = is_lead or bool(_ITS_LEADER.search(setting.previous[-300:]))
    is_lead = is_lead or bool(setting.cues("is lead", here) or setting.cues("leads", setting.previous[-300:]))
    if not is_lead or regex.search(r"\b(?:council|trust|CCG|hospital)\b", here[-80:]):
        return None
    start = setting.low + _clause_start(setting.before[: by.start()]) if by.start() else setting.low
    return StatedRole(start, setting.person.end, "STP lead")


def is_lead(setting: Setting) -> StatedRole | None:
    """'NAME is the new county lead'; 'whose lead is NAME'."""
    for cue in setting.cues("is lead", setting.after):
        if cue.cue.extra.get("needs") == "plan" and not _of_plan(setting):
            continue
        if cue.start == 0 or is_apposition(setting.after[: cue.start]):
            return StatedRole(setting.person.start, setting.person.end + cue.end, "STP lead")
    for cue in setting.cues("lead is", setting.before):
        if cue.cue.extra.get("needs") == "plan" and not _of_plan(setting):
            continue
        if (_OF_WHOM.match(setting.before, cue.start) or cue.cue.extra) and _of_a_body(setting, cue.start):
            continue
        return StatedRole(setting.low + cue.start, setting.person.end, "STP lead")
    return None


def _of_plan(setting: Setting) -> bool:
    return (
        setting.about_plan
        or speaks_of_plan(setting.previous + setting.sentence.text)
        or bool(named_footprints(setting.sentence))
    )


def _of_a_body(setting: Setting, start: int) -> bool:
    """Whether 'its' or 'whose' at `start` of the words before the name is a body's: 'The council is against the plan. Its leader, NAME'."""
    here = setting.sentence.text[: setting.low + start]
    if setting.before[start : start + 5].casefold() == "whose":
        last = max((m.start() for m in _OF_A_BODY.finditer(here)), default=-1)
        return last >= 0 and not speaks_of_plan(here[last:])
    spoken_of = here if len(here.split()) > 2 else setting.last
    body = _OF_A_BODY.search(spoken_of)
    return body is not None and not speaks_of_plan(spoken_of[: body.start()])


def area_given(setting: Setting) -> StatedRole | None:
    """'Dorset has appointed NAME, who ...'; 'north west London goes to the former doctor NAME', where leads were spoken of."""
    for area in named_footprints(setting.sentence, (setting.low, setting.person.start)):
        words = setting.sentence.text[area.end : setting.person.start]
        chosen = _HAS_CHOSEN.fullmatch(words) and not regex.match(r"\s(?:as|to|for|from)\b", setting.after)
        goes = _GOES_TO.fullmatch(words)
        if (chosen or goes) and regex.search(
            r"(?i)\bleads?\b|\bleaders?\b|\bin charge\b|\bSTPs?\b", setting.previous + setting.sentence.text
        ):
            return StatedRole(area.start, setting.person.end, "STP lead", area.footprint_id)
    return None


def leads_on(setting: Setting) -> StatedRole | None:
    """'NAME leads on buildings', and 'NAME on buildings' in the same sentence behind another who leads on something."""
    match = _LEADS_ON.match(setting.after) or (
        _ON.match(setting.after)
        if regex.search(r"\bleads? on\b", setting.sentence.text[: setting.person.start])
        else None
    )
    if match is None:
        return None
    what = match["what"].removesuffix(" matters").removesuffix(" issues").removeprefix("the ")
    if not find_cues("programme", what):
        return None
    role = f"{what[:1].upper()}{what[1:]} lead"
    return StatedRole(setting.person.start, setting.person.end + match.end(), role, programme=match["what"])


def _workstream(words: str) -> tuple[str, None, str] | None:
    """(role, no footprint, programme) of who leads 'the cancer workstream'; None where the whole plan's programme is led."""
    match = _WORKSTREAM.search(words)
    if match is None:
        return None
    what = regex.sub(r"^(?:(?:the|our|its|this|of)\s)+", "", match["what"].strip(), flags=regex.IGNORECASE)
    is_workstream = regex.search(r"(?i)work|priority", match["kind"])
    if not what or not (is_workstream or find_cues("programme", what)):
        return None
    kind = "Workstream" if regex.search(r"(?i)work", match["kind"]) else "Programme"
    return f"{kind} lead", None, what


def is_apposition(text: str) -> bool:
    """Whether the words between a name and its verb only describe the person: ', chief officer of the CCG,' or '(GP)'."""
    return bool(regex.fullmatch(r"\s?(?:,[^.;]{3,110}|\([^()]{2,80}\)|\s(?:from|of|at)\s[^.;,]{3,50})", text))


def _clause_start(text: str) -> int:
    match = regex.search(r"(?:^|[.;]\s)(?=[^.;]*$)", text)
    return match.end() if match else 0
