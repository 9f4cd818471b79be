"""Names and identifiers are replaced before a text leaves the machine, and put back in the answer.

    mask = Mask(["Gwen", "Rosa Ilves"])
    mask.hide("Gwen: rosa@example.org, staff no. 4471903")  -> "NAME_1: EMAIL_1, staff no. CODE_1"
    mask.show("NAME_1 may ask")                             -> "Gwen may ask"

One mask serves one turn: the same text has the same placeholder all through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

PLACEHOLDER = re.compile(r"\[?\b(?:NAME|EMAIL|PHONE|CODE|ACCOUNT)_\d+\b\]?")

# In this order: an account number would else be read as a telephone number.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("EMAIL", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("ACCOUNT", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")),
    ("CODE", re.compile(r"\b\d{3}-\d{2}-\d{4}\b")),
    ("CODE", re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")),
    ("PHONE", re.compile(r"(?<![\w.,])(?:\+|00)\d[\d ()/.-]{6,18}\d(?!\w)")),
    ("PHONE", re.compile(r"(?<![\w.,-])\(?0\d{1,5}\)?[ /-]?\d(?:[\d /-]{4,14})\d(?!\w)")),
    ("CODE", re.compile(r"\b(?=[A-Za-z-]{0,6}\d)(?:[A-Za-z]{1,4}-?)?\d{6,}[A-Za-z]?\b")),
    ("CODE", re.compile(r"(?<=[#\u2116 ])[A-Za-z]{1,4}-?\d{4,}\b")),
)
_NUMBERED = re.compile(
    r"(?P<head>\b(?:employee|staff|personnel|payroll|badge|worker|clock|member|insurance|passport|id)"
    r"(?:'s)?(?: ?(?:no|nr|number|id|code))?[.:# ]{1,3}(?:is )?)(?P<code>[A-Za-z]{0,3}-?\d{3,}\w*)",
    re.IGNORECASE,
)


class Mask:
    """Placeholders for the names given and for whatever looks like an identifier."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._shown: dict[str, str] = {}  # placeholder -> text
        self._hidden: dict[str, str] = {}  # text, lower case -> placeholder
        self._counts: dict[str, int] = {}
        self._names: list[tuple[re.Pattern[str], str]] = []
        for name in dict.fromkeys(n.strip() for n in names if n.strip()):
            self._add_name(name)
        self._names.sort(key=lambda pair: -len(pair[0].pattern))

    def hide(self, text: str) -> str:
        """The text as it may leave."""
        text = _NUMBERED.sub(lambda m: m["head"] + self._placeholder("CODE", m["code"]), text)
        for kind, pattern in _KINDS:
            text = pattern.sub(partial(self._hide, kind), text)
        for pattern, placeholder in self._names:
            text = pattern.sub(placeholder, text)
        return text

    def show(self, text: str) -> str:
        """The text with the placeholders of this mask put back; unknown ones stay."""
        return PLACEHOLDER.sub(lambda m: self._shown.get(m.group().strip("[]"), m.group()), text)

    def _add_name(self, name: str) -> None:
        placeholder = self._placeholder("NAME", name)
        parts = [part for part in name.split() if len(part) > 2 and part[:1].isupper()]
        for part in dict.fromkeys((name, *parts)):
            # Lower case too: people type names as they come. A short word waits for its capital.
            forms = {part, part.upper()} | ({part.casefold()} if len(part) > 3 else set())
            body = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
            self._names.append((re.compile(rf"(?<!\w)(?:{body})(?!\w)"), placeholder))

    def _hide(self, kind: str, match: re.Match[str]) -> str:
        return self._placeholder(kind, match.group())

    def _placeholder(self, kind: str, text: str) -> str:
        known = self._hidden.get(text.casefold())
        if known is None:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            known = f"{kind}_{self._counts[kind]}"
            self._hidden[text.casefold()] = known
            self._shown[known] = text
        return known
