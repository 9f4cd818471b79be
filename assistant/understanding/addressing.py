"""What of a message is said to the coach: it is answered, and never becomes a fact of the goal.

    about_work("You wrote it wrong. Aisha can run my line.", None)
      -> "                   Aisha can run my line."

Protest, repair and requests to the coach ("fix that", "you ignored my question", "give me the line")
are blanked out, at the same length, before facts are read; places in the message stay true.
"""

from __future__ import annotations

import re

from assistant.domain.dialogue import Slot
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.text import Clause, clauses, sentences
from assistant.understanding.timing import WANT

_TO_COACH = re.compile(
    r"(?:^|[,;:] |\b(?:and|but|that|what|as|like|why|because) )(?:you|u)(?:'?ve| have|'?re| are| r)? (?:\w+ ){0,2}(?:said|wrote|write|asked?|got it|got that"
    r"|got me|misread|misunderst\w+|kept|keep|forgot|ignored?|ignoring|answer\w*|listen\w*|never|still|put|offered|suggest\w*|told|struck|mean|read|repeat\w*"
    r"|aren'?t|arent|didn'?t|didnt|haven'?t)\b"
    r"|\b(?:you|u)(?:'?re| are)? ?(?:not|n'?t|arent|aren'?t) (?:listen\w*|read\w*|hear\w*)"
    r"|\b(?:are|do|did|can|could|would|will|have|why (?:do|did|are|does)) (?:you|u)\b"
    r"|\bi(?:'?ve)? (?:already |just |now |have |only |have now )*(?:said|told (?:you|u)|asked(?: you)?|never said|didn'?t say|did not say|repeat|say again|ask (?:you )?again)\b(?![^.!?]*\bto (?:him|her|them|my|the (?:boss|manager)))"
    r"|\b(?:no|not|don'?t|stop|without)\b[^.!?]{0,30}\b(?:more|another|further|other) (?:\w+ )?(?:lists?|questions|suggestions)\b"
    r"|\b(?:answer me|my question|not what i (?:said|meant|asked)|what i (?:said|meant) (?:was|is)|listen to me|read (?:it|that) again)\b"
    r"|^(?:please |just |now |ok |and |can i (?:have|get|see) |could i (?:have|get|see) )*(?:fix|remove|delete|strike|correct|change|take out|cross out|give me (?:(?:the|a|one|my|this) )?(?:line|plan|sentence|word|words|answer|script)|show me|tell me|print|write (?:it|that|this|down)|have the (?:plan|line|sentence)|the plan|the line)\b"
    r"|\b(?:what|how) (?:do|should|shall|can|would|will|must) i (?:say|tell|answer|put it|ask|start)\b|\bhow i say\b|\bwhat i (?:say|answer|tell)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:and |but |so |ok |well )*(?:what|which|who|whose|when|where|why|how|is|are|does|do|did|should|shall|will|would)\b",
    re.IGNORECASE,
)
# Said while thinking: a whole sentence that holds the line and answers nothing.
_PAUSES = re.compile(
    r"(?:(?:ok|okay|well|hm+|um+|er+m?|uh|oh|right|so|now|wait|sorry|yes|no|good question|that'?s a hard one|tough one)[,. ]*)*"
    r"(?:(?:just )?(?:let me (?:think|see|check|look|remember)|let'?s see|i(?:'ll| will)? (?:have|need|need to|must|have to|'ve got to) think|i'?m thinking|thinking|give me (?:a|one) (?:moment|second|sec|minute|min)"
    r"|(?:one|a|just a) (?:moment|second|sec|minute)|hold on|hang on|bear with me|where was i|how (?:shall|do|can) i put (?:it|this)))(?: (?:about (?:it|that|this)|for a (?:moment|second|minute)|please|again|a bit|now))*",
    re.IGNORECASE,
)
_WHAT_IF = re.compile(r"(?:and |but |so |ok )*(?:what|and) if\b", re.IGNORECASE)
# Where the answer itself may be put as a question ("can it be before Christmas?").
_MAY_ASK = (Slot.ASK, Slot.PUSHBACK, Slot.FALLBACK, Slot.TIMEFRAME, Slot.CHOICE, Slot.TARGET)


def about_work(message: str, slot: Slot | None) -> str:
    """The message with everything said to the coach replaced by blanks of the same length."""
    text = message
    for sentence in sentences(message):
        asked = "?" in message[sentence.end - 1 : sentence.end + 2]
        question = _WHAT_IF.match(sentence.text) or (
            asked and slot not in _MAY_ASK and _ASKS.match(sentence.text)
        )
        pausing = _PAUSES.fullmatch(sentence.text.strip(" .,!\u2026-"))
        if not question and not pausing and not _TO_COACH.search(sentence.text):
            text = _without_wanted(text, sentence)
            continue
        start, end = _own_part(message, sentence.start, sentence.end)
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _without_wanted(text: str, sentence: Clause) -> str:
    """The message without the clauses of a sentence that ask the coach for jobs to choose from."""
    for clause in clauses(sentence.text):
        if cue_pattern("wants_titles").search(clause.text):
            start = sentence.start + clause.start
            end = sentence.start + clause.end
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _own_part(message: str, start: int, end: int) -> tuple[int, int]:
    """The stretch to blank: a correction after "No, I said" and a wish before it stay to be read."""
    said = re.match(
        r"(?:no,? |but |wait,? |and )*i(?:'?ve| have)?(?: already| just| now)? (?:said|meant|mean) (?:that )?(?=\S)",
        message[start:end],
        re.IGNORECASE,
    )
    if said:
        return start, start + said.end()
    last = _SAID_LAST.search(message[start:end])
    if last and not _NOT_SAID.search(message[start : start + last.start()]):
        return start + last.start(), end
    asked = _TO_COACH.search(message[start:end])
    before = message[start : start + asked.start()] if asked else ""
    if _PARTED.search(before) and WANT.search(before):
        return start + len(before), end
    return start, end


# "By Easter I said" says it again; "that's not what I said" says nothing.
_SAID_LAST = re.compile(
    r",?\s*\bi(?:'?ve| have|'?d)?(?: already| just| clearly)? (?:said|meant|told (?:you|u)|wrote)\W*$",
    re.I,
)
_NOT_SAID = re.compile(
    r"\b(?:what|as|like|that|which|than|nothing|never|when|not)\s*$", re.IGNORECASE
)
# A request that follows a wish in the same breath: "I'd like a change, could you help me".
_PARTED = re.compile(r"(?:[,;:\u2013-]|\b(?:and|but|so))\s*$", re.IGNORECASE)
