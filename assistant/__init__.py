"""Brass Tacks: a coaching assistant that takes a vague career aspiration down to brass tacks.

The road of a message::

    app.py ─┐                                              prompts/   what a coach may reword
    cli/ ───┤                                              knowledge/ what an organisation may replace
    ui/ ────┼─► coach.take_turn                            evals/     what must stay true
    evals/ ─┘        │
                     ├─ store.load ─────────► turns ► DialogueState    state = fold over turns
                     ├─ understand(message, state, today) ► Understanding
                     ├─ decide(state, understanding)      ► Move
                     ├─ retriever.search(move.query)      ► [Passage]
                     ├─ writer.write(brief)               ► Draft      verified, and always there
                     ├─ engine.speak(brief, draft)        ► Spoken     a model's words, where one is
                     │                                                 named and each sentence passes
                     └─ store.append(turn)                ► Turn

Layers, top to bottom (imports point down only): ``app.py`` · ``cli`` · ``ui``, ``evals`` ·
``bootstrap``, ``commands`` · ``coach`` · ``engine`` · the stages ``understanding``, ``policy``, ``retrieval``,
``reply``, ``verification``, ``planning``, ``storage``, ``review`` · ``ports``, ``ear``,
``assessment``, ``content`` · ``domain`` · ``settings`` · ``errors``.
"""
