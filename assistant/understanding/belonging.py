"""Whose title it is: wanted, one's own already, somebody else's, or only asked about.

"my boss is the Head of Facilities", "area manager coming in at 8" and "head sommelier I already
am" name titles that nobody in the conversation is after.
"""

from __future__ import annotations

import re

from assistant.domain.dialogue import Slot
from assistant.domain.specificity import RoleMention
from assistant.domain.specificity import RoleStatus as MentionStatus
from assistant.understanding.acts import Heard
from assistant.understanding.text import words_of

# Words before a title that make it a wish; without one, an opening title says who is speaking.
_WANTING = re.compile(
    r"\b(?:want\w*|wanna|wan|wish|hop(?:e|ing)|like to|love to|become|becoming|be|being|going for|go for|aim\w*"
    r"|aspir\w*|appl\w*|into|mov\w+|next|promot\w+|train(?:ing)? (?:as|to|up)|step\w* up|target|after|to|or|goal"
    r"|interested|thought|thinking|dream\w*|rather|see myself|ready for|shift|switch|retrain)\b",
    re.IGNORECASE,
)


_DATED = re.compile(
    r"\W{0,2}\s*(?:(?:by|before|within|from)\b|in (?:about |under )?(?:\d|two|three|four|five)|one day\b|next year\b)",
    re.IGNORECASE,
)


# "Internal Auditor, that's the job", "Project manager. ... I'd like the title"
_THE_ONE = re.compile(
    r"\b(?:that'?s|is|be|want|like|after|for) (?:the|my) (?:job|post|role|target|goal|title|one|seat|chair)\b"
    r"|\b(?:is|that'?s) what i(?:'?m|'?d| am| want| would)\b",
    re.IGNORECASE,
)


_BY_WHEN = re.compile(
    r"\b(?:by|before|within) (?:the )?(?:end of |early |late |mid-? ?)?(?:next |this )?(?:spring|summer|autumn|fall|winter|year"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|easter|q[1-4]|20\d\d|\d+ (?:months|years))",
    re.IGNORECASE,
)


def introduces(heard: Heard, mention: RoleMention) -> bool:
    """Whether a title in an opening message only says what the person, or somebody else, is."""
    if heard.state.turn > 0 and heard.state.open_slot not in (None, Slot.WISH):
        return False
    if mention.status is not MentionStatus.TARGET:
        return False
    sentence = next((s for s in heard.sentences if s.start <= mention.start <= s.end), None)
    before = heard.message[sentence.start if sentence else 0 : mention.start]
    if _WANTING.search(before) or _DATED.match(heard.message[mention.end :]):
        return False
    rest = heard.message[mention.end :]
    if _THE_ONE.search(rest) or _BY_WHEN.search(rest[:60]):
        return False
    # A message that is a title and nothing else answers "what do you want?".
    return len(heard.words) > len(words_of(mention.text)) + 1


_SUBJECT_VERB = re.compile(
    r"(?:'s|\u2019s)? (?:wants?|is|was|coming|comes|says?|said|calls?|called|asks?|asked|told|tells|keeps?|thinks|does|did|has|had|gave"
    r"|gets|got|retires?|left|leaves|knows|sits|walks|never|always|who|wait|waits|speak|vex|will|won'?t|doesn'?t)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\b(?:my|our|his|her|their|your) (?:[\w-]+ )?$", re.IGNORECASE)
_IS_SOMEBODY = re.compile(
    r"\b(?:boss|manager|supervisor|lead|he|she|they|who) (?:is|are|was|'s) (?:the |an? |our )?$",
    re.IGNORECASE,
)
_NOT_SURE = re.compile(
    r"\bspend [^.!?]{0,50}$|\b(?:if|whether) (?:i|we) (?:want|wanted|would|could|should)(?: to)?(?: be| become)? (?:an? |the )?$|\b(?:wondering|asked?|not sure|unsure|doubt)(?: me)? (?:if|whether)[^.!?]{0,30}$",
    re.IGNORECASE,
)
_ALREADY = re.compile(r"\b(?:already|i am|i'?m) (?:an? |the )?$", re.IGNORECASE)


def belongs_elsewhere(heard: Heard, mention: RoleMention) -> bool:
    """Whether a title is not wanted: somebody else's, one's own already, or only asked about."""
    before = heard.message[max(0, mention.start - 60) : mention.start]
    after = heard.message[mention.end : mention.end + 30]
    if heard.state.open_slot is Slot.CURRENT_ROLE and not _WANTING.search(before):
        return True
    if re.match(r",? i (?:already )?(?:am|have been)|,? already\b", after, re.I) or _ALREADY.search(
        before
    ):
        return True
    if _APPOSED.search(before) or _addressed(before, mention.text, after):
        return True
    if _NOT_SURE.search(before) or (heard.opens("greets") and len(heard.words) < 6):
        return True
    if _IS_SOMEBODY.search(before) or _OWNED.search(before):
        return not re.search(
            r"\b(?:title|target|goal|aim|dream|wish|next (?:job|role|step)) (?:is|would be) ",
            before,
            re.I,
        )
    if _NAMED_AFTER.match(after):
        return True
    if re.match(
        r" is (?:what|the (?:job|one|post|role)|where|my (?:target|goal|aim))\b", after, re.I
    ):
        return False
    return _SUBJECT_VERB.match(after) is not None and not _WANTING.search(before[-25:])


# "Mrs Oyelaran, the head of compliance", "Marcin is the shift manager": the title is that person's.
_APPOSED = re.compile(
    r"(?<!I'm )(?<!I am )(?<!is )\b(?!Hi\b|Hello\b|Hey\b|Yes\b|No\b|Maybe\b|Well\b|Okay\b)[A-Z][a-z\u00e0-\u017e]{2,}"
    r"(?:,| is| \() (?:the |our |my |an? )?(?:[\w-]+ )?$"
)


def _addressed(before: str, title: str, after: str) -> bool:
    """Whether a title only calls the coach or the boss ("take the next level, coach.")."""
    called = title.casefold() in ("coach", "chef", "boss", "captain", "doc", "doctor", "sister")
    return called and before.rstrip().endswith(",") and after[:1] in ("", ".", "!", "?")


_NAMED_AFTER = re.compile(
    r"(?: is called| called| named|,| \()? (?-i:[A-Z][a-z\u00e0-\u017e]{2,})\b(?:\)| (?:told|says|said|wants|is|does|asked))"
)
