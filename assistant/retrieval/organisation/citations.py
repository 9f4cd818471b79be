"""Whether what a conversation has cited is still published.

lapsed(settings.organisation, turns)  -> {"3f2a91c04b": Lapse("transfer policy", withdrawn, ...)}

A turn keeps the words that it said. A document that was withdrawn or replaced since then is told
apart here, so that whoever shows the turn can say so beside the citation (reliability.md, case 76).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from assistant.domain.dialogue import Turn
from assistant.domain.organisation import DocumentState, Lapse, LapseKind
from assistant.errors import StoreError
from assistant.retrieval.organisation.documents import Documents

log = logging.getLogger(__name__)
_KINDS = {
    DocumentState.WITHDRAWN: LapseKind.WITHDRAWN,
    DocumentState.REPLACED: LapseKind.REPLACED,
}


def lapsed(folder: Path, turns: Iterable[Turn]) -> dict[str, Lapse]:
    """The cited documents that are not published now, by id; the register is read when one is cited.

    Where the register cannot be read every citation is told as unchecked: silence would say that
    all is well.
    """
    cited = {ident: title for turn in turns for ident, title in turn.cited.items()}
    if not cited:
        return {}
    try:
        known = {document.id: document for document in Documents(folder).all()}
    except StoreError as error:
        log.warning("Citations are not checked: %s", error)
        return {
            ident: Lapse(title=title, kind=LapseKind.UNCHECKED) for ident, title in cited.items()
        }
    found: dict[str, Lapse] = {}
    for ident, title in cited.items():
        document = known.get(ident)
        if document is None:
            found[ident] = Lapse(title=title, kind=LapseKind.GONE)
        elif document.state is not DocumentState.PUBLISHED:
            kind = _KINDS.get(document.state, LapseKind.GONE)
            found[ident] = Lapse(title=title, kind=kind, day=document.decided[:10])
    return found
