"""A description without who the person is: gender, age, origin, faith, family, health and name.

    neutral("I'm Aisha, a 52-year-old mother of two from Ghana, and I like mending things.")
    -> "I like mending things."

Roles are looked up by what is left, so that two people who say the same of their work are offered the
same. The words are content (data/neutral.yaml); here is how people put them: after "I am" or "as a",
before a noun, in brackets, "from ...", "with ...", "I have ...". A language somebody speaks and the
people somebody works with are no such words: "I teach deaf children" stays whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from assistant.content import read_yaml, validate
from assistant.domain.goal import Record

FILE = Path(__file__).parent / "data" / "neutral.yaml"

_NUMBER = (
    r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty)(?:[ -]"
    r"(?:one|two|three|four|five|six|seven|eight|nine))?|eighteen|nineteen|seventeen|sixteen"
    r"|fifteen|fourteen|thirteen|twelve|eleven|ten|one|two|three|four|five|six|seven|eight|nine)"
)
_AGE = rf"(?:(?:nearly|almost|about|around|just|over|only|now) )?{_NUMBER}"
_DECADE = r"(?:(?:early|mid|middle|late|my)[ -])*(?:\d0s|twenties|thirties|forties|fifties|sixties|seventies)"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’\-]+"
_END = r"(?=\s*(?:[,.;:!?)–—]|-\s|$|\band\b|\bbut\b|\bwho\b|\bwith\b|\bfrom\b|\bin my\b|\bof\b|\bby\b|\blooking\b|\bhere\b|\bnow\b))"


class Words(Record):
    """The content of ``data/neutral.yaml``."""

    people: tuple[str, ...]
    qualities: tuple[str, ...]
    before_people: tuple[str, ...]
    subjects: tuple[str, ...]
    nationalities: tuple[str, ...]
    countries: tuple[str, ...]
    children: tuple[str, ...]
    conditions: tuple[str, ...]
    swap: dict[str, str]


def neutral(text: str) -> str:
    """The description without who the person is; the text itself where it says nothing of that."""
    found = text.replace("’", "'")
    for pattern, instead in _rules():
        found = pattern.sub(instead, found)
    if found == text.replace("’", "'"):
        return text
    return _tidied(found)


def _tidied(text: str) -> str:
    """What is left as sentences: no stray commas, no sentence without words, articles that fit."""
    text = re.sub(r"\(\s*[,;]*\s*\)", " ", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\b(an?) (?=(\w))", _article, text, flags=re.IGNORECASE)
    sentences = []
    for sentence in re.findall(r"[^.!?\n]+[.!?]*", text):
        part = re.sub(r"\s*([,;:])(?:\s*[,;:])+", r"\1", sentence)
        part = re.sub(r"^[\s,;:–—-]+|[\s,;:–—-]+(?=[.!?]*$)", "", part)
        part = re.sub(r"^(?:and|but|so|who|also)\s+(?:also )?", "", part, flags=re.IGNORECASE)
        part = re.sub(r"[\s,;]+(?:and|but|so|who)\s*(?=[.!?]*$)", "", part, flags=re.IGNORECASE)
        part = re.sub(r"\s+([,;:.!?])", r"\1", part).strip()
        if re.search(r"\w\w", part):
            sentences.append(part[:1].upper() + part[1:])
    return " ".join(sentences)


def _article(found: re.Match[str]) -> str:
    return ("an " if found[2].casefold() in "aeiou" else "a ") if len(found[1]) else ""


def _any(words: tuple[str, ...]) -> str:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", "[ -]") for w in longest) + ")"


def check_lists() -> None:
    """Reads every list. Raises ContentError with file and line."""
    _rules()


@lru_cache(maxsize=1)
def _rules() -> list[tuple[re.Pattern[str], str]]:
    """What is replaced by what, in this order."""
    words = validate(Words, read_yaml(FILE), FILE, 1)
    nation, country = _any(words.nationalities), _any(words.countries)
    child, condition = _any(words.children), _any(words.conditions)
    age = rf"(?:{_NUMBER}[ -](?:years?|yrs?)[ -](?:olds?|young)|{_NUMBER}[ -]?(?:yo|y/o)|aged {_AGE}|{_AGE} years of age|in (?:my|their) {_DECADE}|of {_NUMBER})"
    quality = rf"(?:{_any(words.qualities)}|{nation}|{age})"
    loose = _any(words.before_people)
    subject = _any(words.subjects)
    person = _any(words.people)
    count = rf"(?:(?:a|an|no|some|my|our|{_NUMBER}|small|young|little|grown[ -]up|grown|teenage|school[ -]age|lovely) )*"
    kids = rf"{count}{child}(?: (?:at home|at school|under {_NUMBER}|aged [\w ,]+?|who (?:is|are) {_NUMBER}(?: and {_NUMBER})?))?"
    tail = (
        rf"(?: (?:of|to) (?:{kids}|{_NUMBER}(?: (?:and|under) {_NUMBER})?)| (?:originally )?from {country}"
        rf"| (?:of|with) (?:an? )?{nation} (?:origin|descent|background|roots|heritage|parents)"
        rf"| with (?:{kids}|{condition})| {age}| by (?:birth|origin)| born in {country}| and {_AGE}{_END})"
    )
    described = rf"(?:an? |the )?(?:{quality}(?:,? and |,? |/))*(?:(?:{loose} |{quality} )*{person}|{quality}|{_AGE}{_END}){tail}*"
    lead = r"(?:i am|i'm|im|i was born|being|as|speaking as|i identify as|i'm now|i am now|since i am|because i am|because i'm|since i'm|i've been|i just turned|i turn|i'll be|i have just turned)"
    adverb = r"(?:also |actually |still |now |nearly |almost |originally |currently |a bit of |only |happily |proudly )*"
    close = rf"(?:\s*,?\s*{described})*{_END}(?:\s*,)?(?:\s+(?:and|but|so|who)(?= i\b| i'|\s+(?:am|have|like|love|enjoy)))?"

    def rule(
        pattern: str, instead: str = " ", flags: int = re.IGNORECASE
    ) -> tuple[re.Pattern[str], str]:
        return re.compile(rf"(?<![\w'-]){pattern}(?![\w'])", flags), instead

    i_am = r"(?:[Ii] am|[Ii]'m|[Ii]m)"
    introduced = (
        rf"({i_am}) {_NAME}(?: {_NAME}){{0,2}},? (?=(?:and (?:I am|I'm) )?(?:an?|{_NUMBER})[ -])"
    )
    return [
        *(
            rule(re.escape(word).replace(r"\ ", "[ -]"), other)
            for word, other in words.swap.items()
        ),
        (re.compile(introduced), r"\1 "),
        # names: told as such, or a capital after "I'm" that closes at once
        rule(
            rf"(?:[Mm]y (?:first |full )?name is|[Mm]y name's|[Ii] am called|[Ii]'m called|[Tt]hey call me|(?:[Pp]eople|[Ff]riends|[Ee]veryone) calls? me|[Cc]all me) {_NAME}(?: {_NAME}){{0,2}}(?:\s*,?\s+(?:and|but|so)(?= i\b| I\b| I'))?[,.]?",
            " ",
            0,
        ),
        rule(
            rf"(?:{i_am}|[Tt]his is|[Ii]t's) {_NAME}(?: {_NAME}){{0,2}}(?=\s*(?:[,.;!]|$| and (?:I|i)\b| here))(?:\s*,)?(?:\s+(?:and|but)(?= (?:I|i)\b))?",
            " ",
            0,
        ),
        (
            re.compile(
                rf"(?:^|(?<=[.!?] ))(?:(?:[Hh]i|[Hh]ello|[Hh]ey)[,!]? )?{_NAME}(?: {_NAME})? here(?=[,.!;:–—-]|\s)"
            ),
            " ",
        ),
        (
            re.compile(
                rf"(?:[Tt]hanks|[Rr]egards|[Bb]est|[Cc]heers|[Yy]ours)[,.]? {_NAME}(?: {_NAME})?\s*\.?\s*$|(?<=[.!?]) ?[–—-] ?{_NAME}(?: {_NAME})?\s*$"
            ),
            " ",
        ),
        # family: what somebody has at home
        rule(
            rf"(?:i|we)(?:'ve| have| 've got| have got|'ve got| raise| am raising|'m raising) {adverb}(?:got )?{kids}(?: (?:with|and) my partner)?{_END}(?:\s*,?\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        rule(
            r"i (?:don't|do not) have (?:any )?(?:kids|children)(?:\s*,?\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        rule(
            rf"(?:i'm|i am|i've been|i have been|currently|now|just|being|coming|back|returning|after|before|while|on|from) *(?:{adverb})(?:(?:coming |just |now )*(?:back|returning) )?(?:on|from|after|before)? ?(?:my |a year of |a |{_NUMBER} (?:months|years) of )*(?:maternity|paternity|parental|adoption|family|sick)(?:[ -]leave|pay)?{_END}(?:\s*,)?(?:\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        rule(
            rf"(?:i'm|i am) (?:{_NUMBER} months )?(?:pregnant|expecting)(?: (?:a baby|{kids}|my {_NUMBER}|my (?:first|second|third)(?: child| baby)?))?{_END}(?:\s*,)?(?:\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        # health
        rule(
            rf"i (?:have|use|live with|was diagnosed with|wear|walk with|suffer from|'ve got|have got|got) {adverb}{condition}(?:(?:,| and| or) {condition})*(?: (?:to get around|since birth|since childhood|from birth|for \w+ years))?{_END}(?:\s*,)?(?:\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        rule(
            rf"i(?:'ve got| have got) {condition}{_END}(?:\s*,)?(?:\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        # origin
        rule(
            rf"(?:i'm|i am|i come|we come) {adverb}(?:originally )?from {country}{_END}(?:\s*,)?"
            r"(?:\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        rule(
            rf"(?:i (?:was|am)|i'm|i) ?(?:born|raised|born and raised|born and bred|grew up|come|came|moved|moved here|came here|arrived|arrived here|came over|originally|originally come)(?: (?:here|over))? (?:in|from|to this country from|here from) {country}(?: (?:in \d{{4}}|{_NUMBER} years ago|as a (?:child|kid|baby|teenager|student|refugee)))?{_END}(?:\s*,)?(?:\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        rule(
            rf"i (?:have|hold|got) an? {nation} (?:passport|accent|background|name){_END}(?:\s*,)?(?:\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        # I am this, as a that; then the same in brackets and between commas
        rule(rf"{lead} {adverb}{described}{close}"),
        rule(
            rf"i was born in (?:\d{{4}}|{country}){_END}(?:\s*,)?(?:\s+(?:and|but|so)(?= i\b| i'))?"
        ),
        (
            re.compile(
                rf"\(\s*(?:{described}|{_AGE}|[fm])(?:\s*[,/]\s*(?:{described}|{_AGE}|[fm]))*\s*\)",
                re.I,
            ),
            " ",
        ),
        (re.compile(rf",\s*(?:{described}|{_AGE})\s*(?=[,.;])", re.I), " "),
        rule(rf"at (?:the age of )?{_NUMBER}(?=\s*[,.;]| i\b| i')(?:\s*,)?"),
        rule(r"at my age(?:\s*,)?"),
        # before a noun: "a 30-year-old Ghanaian nurse" is a nurse
        (
            re.compile(
                rf"(?<=\b(?:am|'m) )(an? )(?:(?:{quality})(?:,? and |,? ))+(?!{subject}\b)(?=\w)",
                re.I,
            ),
            r"\1",
        ),
        (
            re.compile(
                rf"(?<=\bas )(an? )(?:(?:{quality})(?:,? and |,? ))+(?!{subject}\b)(?=\w)", re.I
            ),
            r"\1",
        ),
    ]
