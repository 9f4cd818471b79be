"""The rehearsal: the coach speaks as the manager, three or four lines long, then says what held.

A thin answer is pressed once, then another topic is taken; the topics that the plan's own facts
raise come first (conversation.md, "Rehearsal"). The manager never grants anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from assistant.domain.calendar import month_or_day
from assistant.domain.dialogue import DialogueState, Move, Slot, Stage
from assistant.domain.goal import FactKind
from assistant.domain.rehearsal import TOPICS, Exchange, RehearsalRequest
from assistant.errors import UnusableInput
from assistant.policy.personas import PRESS, YIELD, Persona
from assistant.policy.repertoire import fill
from assistant.policy.road import objection
from assistant.policy.situation import Situation

MOST = 4  # lines of the manager's
ENOUGH = 3  # answers, when none was pressed
_ABOUT = {
    "money": re.compile(
        r"\b(?:money|budget|pay|paid|cost\w*|fund\w*|price|fees?|salary|pounds?|euros?|dollars?)\b|[\u00a3$\u20ac]",
        re.I,
    ),
    "cover": re.compile(
        r"\b(?:days?|mornings?|afternoons?|shifts?|hours?|weeks?|release|off|cover\w*|spare|rota)\b",
        re.I,
    ),
    "timing": re.compile(r"\b(?:when|soon|early|late|year|wait|now)\b", re.I),
    "gap": re.compile(
        r"\b(?:experience|qualif\w+|certificate|degree|ready|learn\w*|never|course)\b", re.I
    ),
}
# The likeliest first where a line or a request could be about several things.
_SAID = (FactKind.ASK, FactKind.BARRIER, FactKind.OBJECTION, FactKind.ROUTE)


def rehearse(now: Situation) -> Move | None:
    """The manager's next line, or the debrief; None when no rehearsal is wanted or on."""
    wish = now.heard.rehearses
    if wish is not None:
        return _opens(now, wish)
    if now.before.open_slot is not Slot.REHEARSAL:
        return None
    if now.signal("stops_rehearsal"):
        return debrief(now)
    if now.heard.answers is not Slot.REHEARSAL:
        return None
    done = now.state.rehearsal
    pressed = sum(item.pressed for item in done)
    if len(done) >= MOST or len(done) - pressed >= ENOUGH:
        return debrief(now)
    return _goes_on(now, done)


def _opens(now: Situation, wish: RehearsalRequest) -> Move:
    stock = wish.persona.removeprefix("/").casefold().replace("-", "_")
    if stock in now.repertoire.headings("objections"):
        wish = RehearsalRequest(line=objection(now, (stock,)).get("line", "").strip('"'))
    persona = _chosen(now, wish.persona)
    if wish.line:
        topic = topic_of(wish.line)
        line = wish.line.replace('"', "'")
    else:
        topic, line = _objection(now, persona, ())
    return _speaks(now, persona, topic, line, {"opens": "yes"})


def _chosen(now: Situation, hint: str) -> Persona:
    """The persona named, hinted at in words, or any. Raises UnusableInput for an unknown name.

    A stock objection ("/rehearse lose-you") may be named instead: anybody may open with it.
    """
    known = now.repertoire.personas
    if hint.startswith("/"):
        name = hint[1:].casefold().replace("-", "_").replace(" ", "_")
        if name in known:
            return known[name]
    found = next((p for p in known.values() if hint and p.called.search(hint)), None)
    if found is None and hint.startswith("/") and hint != "/":
        names = ", ".join(persona.shown for persona in known.values())
        raise UnusableInput(f"There is no manager called {hint[1:40]}.", f"Known are: {names}.")
    return found or list(known.values())[now.seed % len(known)]


def topic_of(text: str) -> str:
    """What a line of push-back is about."""
    return next((topic for topic, words in _ABOUT.items() if words.search(text)), "target")


def _goes_on(now: Situation, done: tuple[Exchange, ...]) -> Move:
    last = done[-1]
    persona = now.repertoire.personas[last.persona]
    if not last.held and not last.pressed:
        line = _unsaid(persona.lines[PRESS], {}, now)
        return _speaks(now, persona, last.topic, line, {"pressed": "yes"})
    topic, line = _objection(now, persona, [item.topic for item in done])
    ground = f"{_unsaid(persona.lines[YIELD], {}, now)} " if last.held else ""
    return _speaks(now, persona, topic, line, {"ground": ground})


def _speaks(now: Situation, persona: Persona, topic: str, line: str, more: dict[str, str]) -> Move:
    """The move that says a line; ``more`` may hold what the manager says in front of it."""
    values = {
        "persona": persona.name,
        "topic": topic,
        "objection": f'"{line}"',
        "line": f'"{more.get("ground", "")}{line}"',
        **more,
    }
    return now.move(
        "rehearse",
        Stage.REHEARSAL,
        Slot.REHEARSAL,
        f"the {persona.shown} manager, about {topic}",
        uptake=None,
        values=values,
        tags=("opens",) if "opens" in more else (),
    )


def _objection(now: Situation, persona: Persona, done: Iterable[str]) -> tuple[str, str]:
    """A topic not yet raised, the plan's own first, and a line about it."""
    raised = set(done)
    own = relevant(now.state)
    order = sorted(persona.order, key=lambda topic: (topic in raised, topic not in own))
    topic = order[0]
    return topic, _unsaid(persona.lines[topic], _values(now), now)


def relevant(state: DialogueState) -> frozenset[str]:
    """The topics that what is known makes likely."""
    said = " ".join(fact.text for fact in state.of(*_SAID))
    found = {topic for topic in ("money", "cover") if _ABOUT[topic].search(said)}
    asks = state.of(FactKind.ASK)
    conditions = {
        "gap": state.has(FactKind.GAP),
        "ask": bool(asks) and not any(fact.value for fact in asks),
        "timing": state.has(FactKind.TIMEFRAME),
        "target": bool(state.targets) and not state.has(FactKind.EVIDENCE),
    }
    return frozenset(found | {topic for topic, so in conditions.items() if so})


def _unsaid(templates: Iterable[str], values: dict[str, str], now: Situation) -> str:
    """A line that has not been spoken, the one that uses most of what is known."""
    said = "\n".join(now.state.replies)
    filled = [(text.count("{"), line) for text in templates if (line := fill(text, values))]
    fresh = [pair for pair in filled if pair[1] not in said] or filled
    most = max(count for count, _ in fresh)
    best = [line for count, line in fresh if count == most]
    return best[now.seed % len(best)]


def _values(now: Situation) -> dict[str, str]:
    """What the manager may take up, letter for letter, with no double quotation mark in it."""
    state = now.state
    values = {}
    for name in ("ask", "gap", "evidence", "brings"):
        quotes = [fact.quote for fact in state.of(FactKind(name)) if fact.quote]
        if quotes and "'" not in quotes[-1]:
            values[name] = quotes[-1]
    role = now.repertoire.target_role(state)
    if role is not None:
        values["requirement"] = role.requirements[0]
    if state.targets:
        values["role"] = state.targets[0].title
    frame = state.last(FactKind.TIMEFRAME)
    if frame is not None and frame.value:
        values["timeframe"] = month_or_day(date.fromisoformat(frame.value))
    return values


def debrief(now: Situation) -> Move:
    """Which answer held and why, which was thin, the one thing to change."""
    done = [item for item in now.state.rehearsal if item.answer]
    held = [item for item in done if item.held]
    thin = [item for item in done if not item.held and item.topic not in {h.topic for h in held}]
    values: dict[str, str] = {}
    if held:
        best = max(held, key=lambda item: len(item.holds))
        values |= {"held": _quoted(best), "held_by": _why(now, best)}
    if thin:
        values |= {"thin": _quoted(thin[-1]), "thin_line": thin[-1].line}
    if done:
        topic = thin[-1].topic if thin else min(held, key=lambda item: len(item.holds)).topic
        values["change"] = _change(now, topic)
    tag = ("both" if thin else "all_held") if held else "all_thin" if thin else "unanswered"
    return now.move(
        "debrief", Stage.REHEARSAL, None, "the rehearsal is over", uptake=None,
        values=values, tags=(tag,),
    )  # fmt: skip


def _quoted(item: Exchange) -> str:
    return f'"{(item.quote or item.answer).replace(chr(34), chr(39))}"'


def _why(now: Situation, item: Exchange) -> str:
    """In words, what the answer can be held to."""
    order = ("number", "date", "name", "cover", "evidence", "request")
    named = next((name for name in order if name in item.holds), "number")
    return now.repertoire.templates("rehearsal", f"Held {named}")[0]


def _change(now: Situation, topic: str) -> str:
    values = {name: f'"{text}"' for name, text in _values(now).items() if name != "role"}
    heading = f"Change {topic if topic in TOPICS else 'target'}"
    lines = (fill(t, values) for t in now.repertoire.templates("rehearsal", heading))
    return next(line for line in lines if line)
