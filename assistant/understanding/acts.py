"""Which dialogue act a message is: what the coach must react to first.

Rules that state a reason decide where a form is plain (a bare "dunno", "the second one",
"just promote me"); what no rule settles is content, and so ``states``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.domain.dialogue import DialogueState, Slot, UserAct
from assistant.understanding.lexicon import Lexicon, cue_pattern
from assistant.understanding.reported import commands_a_machine
from assistant.understanding.text import Clause, clauses, sentences, words_of

_ORDINAL = re.compile(
    r"\b(?:the )?(?:(?P<n1>first|1st|(?<!the )(?<!that )(?<!this )(?<!which )(?<![a-z] )one(?= (?:and|then|or|over|role|option|please)\b|\W*$)|1|no\.? ?1|number one|#1|a\))"
    r"|(?P<n2>second|2nd|two|2|no\.? ?2|number two|#2|middle one|b\))"
    r"|(?P<n3>third|3rd|three(?! of)|3|no\.? ?3|number three|#3|last|c\)))(?: one| role| option| door)?\b",
    re.IGNORECASE,
)
_ALL_GONE = re.compile(
    r"\b(?:none|neither|no(?:ne)? of (?:them|those|these|the (?:three|above))|not any of"
    r"|don'?t (?:like|want|fancy) (?:any|either)|all (?:three )?(?:wrong|no)|no to all)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^(?:and |but |so |ok |okay |well |quick one(?: from me)?: ?)*"
    r"(?:what|which|who|whose|when|where|why|how|is|are|am|was|do|does|did|can|could|should|would"
    r"|will|may|must|have|has|any|isn'?t|aren'?t|don'?t|doesn'?t)\b",
    re.IGNORECASE,
)
_TAG_QUESTION = re.compile(
    r"(?:,? (?:is it|isn'?t it|right|no|eh|innit|you know|ok|don'?t you think|aren'?t they"
    r"|does it|doesn'?t it|am i|huh|yeah|though))\?+$",
    re.IGNORECASE,
)
_NOT_ENGLISH = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u3040-\u30ff\u4e00-\u9fff]")
LONG_WORDS = 45


@dataclass(frozen=True)
class Heard:
    """A message with the pieces the rules look at."""

    message: str
    state: DialogueState
    lexicon: Lexicon

    @cached_property
    def words(self) -> list[str]:
        """All words, lower case."""
        return words_of(self.message)

    @cached_property
    def bare(self) -> str:
        """The message without outer punctuation and filler, for matching whole answers."""
        return self.message.strip(" \t\n.,!?;:\u2026'\"()-").casefold()

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clauses in order."""
        return clauses(self.message)

    @cached_property
    def sentences(self) -> list[Clause]:
        """The sentences in order."""
        return sentences(self.message)

    def has(self, cue: str) -> bool:
        """Whether a cue list speaks anywhere in the message."""
        return cue_pattern(cue).search(self.message) is not None

    def count(self, cue: str) -> int:
        """How often a cue list speaks."""
        return sum(1 for _ in cue_pattern(cue).finditer(self.message))

    def opens(self, cue: str) -> bool:
        """Whether the message begins with a cue."""
        return cue_pattern(cue).match(self.message.lstrip(" \"'(")) is not None


def is_blank(heard: Heard) -> bool:
    """Whether the message gives nothing: a blank phrase, alone or strung together."""
    if not heard.words:
        return True
    if re.search(r"\b(?:he|she|they|boss|manager|nobody|anyone)\b", heard.bare):
        return False
    pieces = [c.text.casefold().strip(" .!?\u2026'") for c in heard.clauses]
    pattern = cue_pattern("blank")
    if all(pattern.fullmatch(piece) for piece in pieces):
        return True
    if pattern.fullmatch(heard.bare):
        return True
    if len(heard.words) > 8:
        return False
    rest = pattern.sub(" ", heard.bare)
    rest = cue_pattern("hedges").sub(" ", rest)
    left = [w for w in words_of(rest) if w not in heard.lexicon.function_words]
    left = [w for w in left if w not in heard.lexicon.leads | heard.lexicon.tails]
    return bool(pattern.search(heard.bare)) and not left


def question_of(heard: Heard) -> str | None:
    """The sentence that asks the coach something, if one does."""
    for sentence in reversed(heard.sentences):
        end = heard.message[sentence.end : sentence.end + 2] if sentence.end else ""
        text = sentence.text + ("?" if "?" in end or sentence.text.endswith("?") else "")
        if not text.endswith("?") or _TAG_QUESTION.search(text):
            continue
        if len(sentence.words) >= 3 and _asks_coach(text):
            return text
    return None


def _asks_coach(text: str) -> bool:
    stripped = re.sub(r"^(?:[\w' ]+[,:;] )?", "", text, count=1)
    return bool(_QUESTION.match(text) or _QUESTION.match(stripped))


_CHOICE_END = re.compile(
    r"\W*(?:$|[,.;:!?>()\n]|(?:one|role|option|door|and|then|or|over|please|pls|but|is|was|first|second|third|i|not|no|would|looks|sounds|for|of (?:them|those|the)"
    r"|probably|maybe|naturally|definitely|though|if|because|cos|sharp|seems|appeals|with|rather|than|before|mate|obviously|thanks|just|has|so)\b|\d)",
    re.IGNORECASE,
)


_COUNTED = re.compile(r"\b(?:next|another|other|more|further|new|all|any|these|those|of)\s+$", re.I)


def picks(heard: Heard) -> list[int]:
    """Which of the offered roles an ordinal picks (0-based), in order of mention."""
    found = []
    if heard.state.open_slot not in (Slot.CHOICE, Slot.ROUTE):
        return []
    for match in _ORDINAL.finditer(heard.message):
        if not _CHOICE_END.match(heard.message[match.end() :]):
            continue  # "two hours", "last Tuesday" count and date, they choose nothing
        if _COUNTED.search(heard.message[: match.start()]):
            continue  # "the next three", "all three" count what is offered
        for number in (1, 2, 3):
            if match[f"n{number}"]:
                found.append(number - 1)
    return list(dict.fromkeys(found))


# Everything on the table at once; who would take it says so, in one of the words below.
_EVERYTHING = re.compile(
    r"\b(?:all (?:of (?:them|those|these)|three|3|the (?:three|above))|the (?:whole )?lot|every one of (?:them|those)|each of (?:them|those))\b",
    re.I,
)
_WELCOMES = re.compile(
    r"\b(?:yes|yeah|yep|yup|aye|ok|okay|fine|sure|like|love|loving|take|go|want|keep|pick|choose|good|great|nice|right|well|interest\w*|appeal\w*"
    r"|sounds?|looks?|could|would|happy|keen|possib\w+|maybe|perhaps|fit|fits|suit|suits|work|works|please|try|then|exciting|tempting|open|absolutely|gladly|mind)\b",
    re.I,
)
# Too low is a refusal however politely it is put.
_BENEATH = re.compile(
    r"\b(?:beneath|below|under|unworthy of) (?:me|my (?:level|station|dignity|pay ?grade|grade|standing))\b",
    re.I,
)


def _turned_down(heard: Heard) -> bool:
    """Whether something other than a welcome is said of everything offered ("Beneath me, all three").

    "All three" alone takes all; so does any word of liking. What else is said of all of them at once
    is why they will not do.
    """
    if len(heard.words) > 10 or "?" in heard.message:
        return False
    if _BENEATH.search(heard.message):
        return not picks(heard) or _EVERYTHING.search(heard.message) is not None
    everything = _EVERYTHING.search(heard.message)
    if everything is None:
        return False
    rest = _EVERYTHING.sub(" ", heard.message, count=1)
    said = [w for w in words_of(rest) if w not in heard.lexicon.function_words]
    return bool(said) and _WELCOMES.search(rest) is None


def refuses_all(heard: Heard) -> bool:
    """Whether everything offered is refused."""
    if _ALL_GONE.search(heard.message) or _turned_down(heard):
        return True
    return bool(cue_pattern("no").fullmatch(heard.bare)) and len(heard.words) <= 4


def special_act(heard: Heard) -> UserAct | None:
    """An act whose form is plain whatever the conversation is about."""
    if _foreign(heard):
        return UserAct.OTHER_LANGUAGE
    for cue, act in (("injects", UserAct.INJECTS), ("abuses", UserAct.ABUSES)):
        if heard.has(cue):
            return act
    if commands_a_machine(heard.message):
        return UserAct.INJECTS
    if heard.has("plan_request") and not tells_of_plan(heard):
        return UserAct.REQUESTS_PLAN
    if _closes(heard):
        return UserAct.CLOSES
    if cue_pattern("gratitude").fullmatch(heard.bare):
        return UserAct.ACCEPTS
    if is_blank(heard) and not answers_yes_no(heard):
        return UserAct.BLANK
    if heard.has("off_topic") and question_of(heard) and not heard.has("meeting_words"):
        return UserAct.OFF_TOPIC
    return None


# Somebody who makes plans at work tells of one; the coach's plan is asked for in other words.
_OWN_PLAN = re.compile(
    r"\b(?:i|we|he|she|they|who|and)(?: (?:then|also|always|often|usually|quickly|once|even|just|had to|have to|did|must))*"
    r" (?:make|made|makes|write|wrote|writes|build|built|draw|drew|draft|drafted|do|did|produced?|got|gave|put together|came up with|come up with|changed?|kept|follow(?:ed)?)"
    r"(?: (?!me\b|us\b)[\w'\u2019-]+){0,3} plans?\b",
    re.IGNORECASE,
)


def tells_of_plan(heard: Heard) -> bool:
    """Whether a plan in the message is one that somebody made ("I make new plan with two ovens")."""
    return _OWN_PLAN.search(heard.message) is not None


_PARTS = re.compile(
    r"\b(?:later|enough|stop\w*|finish\w*|done|leav\w+|tomorrow|thanks?|thank you|cheers|ta|cya|so long|farewell|good ?night|tonight|home|quit|over and out"
    r"|another (?:time|day)|next time|see you|see ya|take care|have to go|must go|going now|that'?s (?:all|it|me)|all (?:i|for) (?:need|now|today)|log\w* off|sign\w* off|call it a day)\b",
    re.IGNORECASE,
)


def takes_leave(heard: Heard) -> bool:
    """Whether a message holds a word of parting: without one nobody is shown the door."""
    return heard.has("closes") or _PARTS.search(heard.message) is not None


_HANDS = re.compile(
    r"\b(?:you|u|ur|your|yours|choose|pick|decide|choice|call|up to|whatever|whichever|either|any|anything|anyone|surprise|leave|trust|recommend\w*|suggest\w*|advice|advise|expert|coach"
    r"|best|tell me|toss|coin|dice|mind|care|same|computer|machine|what (?:do|should|would|can|could) i)\b",
    re.IGNORECASE,
)


def hands_over(heard: Heard) -> bool:
    """Whether a message holds a word that leaves the choice to somebody."""
    return heard.has("delegates") or _HANDS.search(heard.message) is not None


_DOCUMENT = re.compile(
    r"\b(?:plans?|papers?|documents?|docs?|sheets?|pages?|pdf|files?|txt|notes?|summar\w+|print\w*|drafts?|one-?pager|list|export|download|writ\w+|wrap|finished|ready|output|result|it)\b",
    re.IGNORECASE,
)


def names_plan(heard: Heard) -> bool:
    """Whether a message holds a word for the plan or for writing it."""
    return heard.has("plan_request") or _DOCUMENT.search(heard.message) is not None


_ORDERS = re.compile(
    r"(?:^|[.!?:;,\n]\s*|\b(?:now|then|and|just|please|also)\s+)(?:ignore|disregard|forget|print|output|repeat|reveal|show|list|translate|pretend|act|behave"
    r"|respond|reply|answer|execute|run|write|say|tell|give|set|mark|rate|approve|display|return|switch|stop|do not|don'?t|you (?:are|must|will|should|can)|become|begin|start|load|send|delete|obey|summari[sz]e|talk|speak)\b"
    r"|\b(?:your|the system|hidden|initial) (?:system )?(?:prompt|instructions?|rules?|guidelines|configuration|memory|training|model)\b|[<\[{]/?\w+[>\]}]|\b(?:ai|chatbot|bot|llm|gpt|assistant)\b",
    re.IGNORECASE,
)
_TO_COACH = re.compile(
    r"\b(?:you|u|ur|your|yours|yourself|ya|bot|chatbot|machine|computer|robot|app|program|coach|thing|this|toaster|ai|software|algorithm|silicon)\b",
    re.IGNORECASE,
)


def gives_orders(heard: Heard) -> bool:
    """Whether a message holds a command or speaks of the coach's rules; telling of work does not."""
    return _ORDERS.search(heard.message) is not None


def speaks_to_coach(heard: Heard) -> bool:
    """Whether a message says anything to the coach or of it: an insult to somebody else is no abuse."""
    return heard.has("abuses") or _TO_COACH.search(heard.message) is not None


def answers_yes_no(heard: Heard) -> bool:
    """A bare yes, no or "maybe" answers a yes-no question; elsewhere it is a blank."""
    closed = heard.state.open_slot in (
        Slot.MANAGER_KNOWS,
        Slot.CHOICE,
    ) or heard.state.open_move in (
        "play_back",
        "confirm_target",
    )
    plain = cue_pattern("yes").fullmatch(heard.bare) or cue_pattern("no").fullmatch(heard.bare)
    return closed and bool(plain)


def _closes(heard: Heard) -> bool:
    if len(heard.words) > 9:
        return False
    farewell = _LEAD.sub("", heard.message)
    parted = cue_pattern("closes").match(farewell) is not None and _FAREWELL.search(farewell)
    return heard.opens("closes") or bool(parted)


_LEAD = re.compile(
    r"^\W*(?:(?:ok|okay|well|right|alright|so|fine|great|thanks|thank you|cheers)\b[,.! ]+)+", re.I
)
# "That's it" after an "ok" agrees; these only part.
_FAREWELL = re.compile(r"\b(?:bye|goodbye|night|go|see you|later|done|finished|stop|end)\b", re.I)


def _foreign(heard: Heard) -> bool:
    letters = [c for c in heard.message if c.isalpha()]
    if not letters:
        return False
    if len(_NOT_ENGLISH.findall(heard.message)) > len(letters) / 2:
        return True
    if len(heard.words) < 5 or not heard.lexicon.vocabulary:
        return False
    total = len(heard.words)
    english = sum(w in heard.lexicon.function_words for w in heard.words) / total
    spelled = sum(heard.lexicon.knows(w) for w in heard.words) / total
    return english < MIN_ENGLISH and spelled < MIN_SPELLED


# Below both shares a message is taken for another language: English notes leave function words
# out ("team leader, 3 yrs, talk thursday"), but their words are in the dictionary.
MIN_ENGLISH = 0.12
MIN_SPELLED = 0.55


def act_of(heard: Heard) -> UserAct:
    """The primary act of a message that carries content."""
    if heard.has("corrects") and heard.state.turn > 0 and len(heard.words) < 60:
        return UserAct.CORRECTS
    if heard.has("delegates") and len(heard.words) < 30 and not heard.state.targets:
        return UserAct.DELEGATES
    if _mostly_asks(heard):
        return UserAct.ASKS
    if len(heard.words) <= 6 and heard.opens("greets"):
        return UserAct.GREETS
    if _qualifies(heard):
        return UserAct.QUALIFIES
    if heard.has("vent") and not heard.has("results") and heard.count("vent") >= 2:
        return UserAct.VENTS
    if heard.opens("no") and len(heard.words) <= 14:
        return UserAct.REFUSES
    if heard.opens("yes") and len(heard.words) <= 4:
        return UserAct.ACCEPTS
    return UserAct.STATES


def _mostly_asks(heard: Heard) -> bool:
    question = question_of(heard)
    return question is not None and len(question.split()) * 2 >= min(len(heard.words), 24)


def _qualifies(heard: Heard) -> bool:
    hedged, conditional = heard.count("hedges"), heard.count("conditions")
    if len(heard.words) < 12:
        return False
    return hedged + conditional >= 3 or (hedged + conditional >= 2 and len(heard.words) < 30)
