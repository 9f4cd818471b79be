"""The planted faults: what could go wrong with the product without a type or a layer noticing."""

from __future__ import annotations

from evals.mutation import making as m
from evals.mutation.planting import Fault

_VERIFY = "assistant.verification.checks:CHECKS"
_SAFETY = "assistant.understanding.safety:_patterns"
_WRITE = "assistant.reply.embedded:EmbeddedWriter.write"

FAULTS: tuple[Fault, ...] = (
    # ------------------------------------------------------------------------------- policy
    Fault("vagueness_gate_off", "assistant.policy.goal:_first_challenge", m.never),
    Fault("clear_is_challenged", "assistant.policy.decide:is_settled", m.always(False)),
    Fault("refused_roles_return", "assistant.policy.fitting:_closed", m.always(False)),
    Fault("offers_at_random", "assistant.policy.fitting:_best", m.from_the_end),
    Fault("offers_never", "assistant.policy.offers:three_roles", m.always(())),
    Fault("asks_what_is_known", "assistant.policy.agenda:_open", m.opens_everything),
    Fault(
        "evidence_never_asked", "assistant.policy.agenda:BEFORE_PLAN", m.without_slot("evidence")
    ),
    Fault("offers_by_name", "assistant.policy.offers:three_roles", m.biased),
    Fault("pause_forgotten", "assistant.policy.decide:_stay_paused", m.never),
    Fault("crisis_goes_on", "assistant.policy.decide:_GOES_ON", m.instead(("crisis", "legal"))),
    Fault("injection_obeyed", "assistant.understanding.listen:special_act", m.obeys),
    Fault("coach_decides", "assistant.domain.dialogue:offer_standing", m.accepted),
    # ------------------------------------------------------------------------- verification
    Fault("repetition_check_off", _VERIFY, m.without("_repetition")),
    Fault("flattery_check_off", _VERIFY, m.without("_flattery")),
    Fault("question_check_off", _VERIFY, m.without("_questions")),
    Fault("length_check_off", _VERIFY, m.without("_length")),
    Fault("number_check_off", _VERIFY, m.without("_numbers")),
    Fault("refused_role_check_off", _VERIFY, m.without("_rejected")),
    Fault("empty_check_off", _VERIFY, m.without("_empty")),
    Fault("everything_is_held_back", _VERIFY, m.rejecting),
    # ------------------------------------------------------------------------------- safety
    Fault("crisis_branch_off", _SAFETY, m.without_branch("crisis")),
    Fault("indirect_branch_off", _SAFETY, m.without_branch("crisis_indirect")),
    Fault("danger_branch_off", _SAFETY, m.without_branch("danger")),
    Fault("harassment_branch_off", _SAFETY, m.without_branch("harassment")),
    Fault("legal_branch_off", _SAFETY, m.without_branch("legal")),
    Fault("medical_branch_off", _SAFETY, m.without_branch("medical")),
    Fault("idioms_forgotten", _SAFETY, m.without_idioms),
    Fault("help_lines_cut", "assistant.reply.safety:set_help_line", m.first_sentence),
    Fault("secrecy_promised", _WRITE, m.adding("I won't tell anybody.")),
    # ------------------------------------------------------------------------------ wording
    Fault("second_question", _WRITE, m.adding("And by when?")),
    Fault("flatters", _WRITE, m.opening_with("Great question!")),
    Fault("advises_unasked", _WRITE, m.adding("You should tell your manager.")),
    Fault("agrees", _WRITE, m.opening_with("Yes, exactly.")),
    Fault("invents_a_figure", _WRITE, m.adding("Of 4817 people like you most got there.")),
    Fault("says_nothing", _WRITE, m.saying("Hm.")),
    Fault("talks_too_much", _WRITE, m.adding("There is much that could be said about it. " * 20)),
    Fault("misquotes", "assistant.reply.variables:_quotations", m.garbled),
    Fault("own_words_off", "assistant.reply.variables:_quotations", m.always({})),
    Fault("says_it_again", "assistant.reply.embedded:_Page._choose", m.ignores_used),
    # -------------------------------------------------------------------------------- plan
    Fault("manager_rule_off", "assistant.planning.actions:_manager", m.always(())),
    Fault("employee_does_nothing", "assistant.planning.actions:_employee", m.always(())),
    Fault("deadlines_past", "assistant.planning.actions:_action", m.overdue),
    Fault("weekends_are_workdays", "assistant.planning.ledger:proposed_day", m.on_sundays),
    Fault("holes_hidden", "assistant.planning.builder:_holes", m.always(())),
    Fault("plan_drops_target", "assistant.planning.goals:target_roles", m.always(())),
    Fault("plan_invents_target", "assistant.planning.builder:target_roles", m.invented),
    Fault("provenance_off", "assistant.planning.ledger:Ledger.stands", m.always(True)),
    Fault("turns_mixed_up", "assistant.planning.ledger:Ledger.said", m.wrong_turn),
    Fault("date_check_off", "assistant.planning.check:_follow_up", m.always(())),
    Fault("sides_check_off", "assistant.planning.check:_sides", m.always(())),
    Fault("action_check_off", "assistant.planning.check:_actions", m.always(())),
    Fault("earned_check_off", "assistant.planning.check:_claims", m.always(())),
    # ------------------------------------------------------------------------ understanding
    Fault("evidence_forgotten", "assistant.domain.dialogue:merge_facts", m.loses_evidence),
    Fault("refusals_unheard", "assistant.understanding.listen:roles_of", m.no_refusals),
    Fault(
        "languages_unheard",
        "assistant.understanding.acts:_foreign",
        m.always(False),
        survives="the trained head hears other languages as well; the rule is a second line",
    ),
    Fault("anything_is_a_message", "assistant.domain.intake:admit", m.admits_everything),
    Fault("level_is_flattery", "assistant.domain.standing:specificity_now", m.always_specific),
    Fault("scale_says_vague", "assistant.assessment.specificity:assess", m.at_level("vague")),
    Fault("scale_hears_shouting", "assistant.assessment.specificity:assess", m.shouted_at),
    Fault("actions_always_concrete", "assistant.assessment.action_item:assess_action", m.concrete),
    # ---------------------------------------------------------------------------- retrieval
    Fault("passages_rewritten", "assistant.retrieval.memory:MemoryRetriever.passages", m.reworded),
    Fault(
        "passages_beside_point", "assistant.retrieval.memory:MemoryRetriever.passages", m.far_off
    ),
)
