"""Where pre-proceedings go on after a gateway review: with the letters, to the first meeting, or with the plan."""

from __future__ import annotations

from plo_workflow.kinds import Role
from plo_workflow.marks.contact import first_meeting_effective
from plo_workflow.marks.decisions import entered
from plo_workflow.models import Move
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, unmet
from plo_workflow.requirements.decisions import decision_to_enter_for_every_child
from plo_workflow.requirements.entry import (
    head_of_service_approved_entry,
    legal_advice_noted,
    threshold_view_recorded,
)
from plo_workflow.requirements.sending import letters_out

TO_ENTER_NOW = (
    threshold_view_recorded,
    decision_to_enter_for_every_child,
    legal_advice_noted,
    head_of_service_approved_entry,
)
"""What a decision to enter takes at the sitting itself."""


def entry_decided(ask: Ask) -> Finding:
    """The family is in pre-proceedings, or this sitting has all that a decision to enter takes."""
    if entered(ask.file, ask.policy):
        return met("Entering pre-proceedings was decided before.")
    missing = [found.sentence for found in (claim(ask) for claim in TO_ENTER_NOW) if not found.met]
    return either(
        not missing,
        "This sitting decided to enter pre-proceedings.",
        f"Entering pre-proceedings was never decided for this family, so it is decided now. {' '.join(missing)}",
    )


def _met_first(ask: Ask) -> bool:
    been_at_plan = any("active_plan" in (move.from_stage, move.to_stage) for move in ask.file.all(Move))
    return been_at_plan or bool(first_meeting_effective(ask.file, ask.policy))


def letters_were_sent(ask: Ask) -> Finding:
    """The letters before proceedings have gone out."""
    return either(
        letters_out(ask),
        "The letters before proceedings are out.",
        "The letters before proceedings are not out yet: decide to go on with the letters.",
    )


def letters_not_yet_sent(ask: Ask) -> Finding:
    """The letters before proceedings have still to go out."""
    if not letters_out(ask):
        return met("The letters before proceedings are still to go out.")
    where = "with the plan" if _met_first(ask) else "to the first meeting"
    return unmet(f"The letters before proceedings are out: decide to go on {where}.")


def first_meeting_was_held(ask: Ask) -> Finding:
    """The first meeting with the parents was held."""
    return either(
        _met_first(ask),
        "The first meeting was held.",
        "The first meeting has not been held yet: "
        + ("decide to go on to the first meeting." if letters_out(ask) else "it comes after the letters."),
    )


def first_meeting_not_yet_held(ask: Ask) -> Finding:
    """The first meeting with the parents is still to come."""
    return either(
        not _met_first(ask),
        "The first meeting is still to come.",
        "The first meeting was held: decide to go on with the plan.",
    )


ROWS = (
    Requirement(entry_decided, "Record at this sitting what a decision to enter takes.", "Gateway chair", by=("record_gateway_decisions", "record_legal_advice", "approve what=enter"), source="domain A.3 T05"),
    Requirement(letters_were_sent, "Go on with the letters.", "Gateway chair", source="domain A.3 T11"),
    Requirement(letters_not_yet_sent, "Go on from where the family is.", "Gateway chair", source="domain A.3 T11"),
    Requirement(first_meeting_was_held, "Go on to the first meeting.", "Gateway chair", override=Role.HEAD_OF_SERVICE, source="domain A.3 T11"),
    Requirement(first_meeting_not_yet_held, "Go on with the plan.", "Gateway chair", source="domain A.3 T11"),
)  # fmt: skip
