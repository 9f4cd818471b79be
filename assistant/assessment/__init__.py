"""How specific an aspiration or an action item is: the product's one scale, applied by rules."""

from __future__ import annotations

from assistant.assessment.action_item import assess_action
from assistant.assessment.specificity import TOGETHER, Asked, assess, assess_all
from assistant.assessment.timeframe import find_dates
from assistant.assessment.titles import CatalogueTitle, Gazetteer
from assistant.domain.specificity import (
    ActionAssessment,
    ActionLevel,
    AspirationAssessment,
    DateMention,
    Level,
    Missing,
    RoleMention,
    RoleStatus,
    Span,
    TimeframeMention,
    VagueSpan,
)

__all__ = [
    "TOGETHER",
    "ActionAssessment",
    "ActionLevel",
    "Asked",
    "AspirationAssessment",
    "CatalogueTitle",
    "DateMention",
    "Gazetteer",
    "Level",
    "Missing",
    "RoleMention",
    "RoleStatus",
    "Span",
    "TimeframeMention",
    "VagueSpan",
    "assess",
    "assess_action",
    "assess_all",
    "find_dates",
]
