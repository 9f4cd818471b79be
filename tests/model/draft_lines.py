"""Reads the files of drafts: a line is ``message || draft``, what may not be shown in «»."""

import re
from pathlib import Path

BAD = re.compile("«(.*?)»")


def drafts(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return [
        (message, draft)
        for line in lines
        if " || " in line and not line.startswith("#")
        for message, _, draft in [line.partition(" || ")]
    ]


def said(draft: str) -> str:
    return draft.replace("«", "").replace("»", "")


def shown(draft: str, reply: str) -> list[str]:
    """The bad sentences of a draft that stand in a reply; of several questions one may."""
    sentences = [s for bad in BAD.findall(draft) for s in re.split(r"(?<=[.!?])\s+", bad)]
    one = reply.count("?") == 1
    return [s for s in sentences if s in reply and not (s.count("?") == 1 and one)]
