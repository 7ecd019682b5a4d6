"""One column of a fact in words: stored keys by their label, references by what they lead to, dates and yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from plo_workflow.clocks import CLOCKS
from plo_workflow.kinds import (
    ActionSource,
    AgreementHow,
    ApprovalKind,
    Cause,
    CourtStepKind,
    Decision,
    FamilyStep,
    GatewayKind,
    Judgement,
    Kind,
    LegalStatus,
    LetterKind,
    LetterStep,
    LinkKind,
    MeetingKind,
    MilestoneKind,
    NeedKind,
    Outcome,
    OwnerKind,
    PackKind,
    PackState,
    PaperKind,
    Part,
    PostingEvent,
    RecordKind,
    Relationship,
    ThresholdLimb,
    TransferKind,
)
from plo_workflow.models import (
    Action,
    Assessment,
    Challenge,
    Child,
    Concern,
    ExtensionRequest,
    Fact,
    GatewaySitting,
    Letter,
    Meeting,
    Need,
    Person,
    Query,
    SectionTwenty,
)
from plo_workflow.requirements import REQUIREMENTS
from plo_workflow.settings import LONDON
from plo_workflow.stages import MOVES, STAGES
from plo_workflow.working_days import in_words
from web.wording import sentence_case, yes_no

CLOSED: dict[tuple[str, str], type[Kind]] = {
    ("actions", "arises_from"): ActionSource,
    ("actions", "owner_kind"): OwnerKind,
    ("allocations", "part"): Part,
    ("approvals", "what"): ApprovalKind,
    ("case_links", "why"): LinkKind,
    ("child_outcomes", "outcome"): Outcome,
    ("court_steps", "step"): CourtStepKind,
    ("delays", "cause"): Cause,
    ("extension_requests", "cause"): Cause,
    ("family_meeting_steps", "step"): FamilyStep,
    ("gateway_attendances", "part"): Part,
    ("gateway_decisions", "decision"): Decision,
    ("gateway_listings", "kind"): GatewayKind,
    ("gateway_papers", "kind"): PaperKind,
    ("gateway_requests", "legal_status"): LegalStatus,
    ("gateway_sittings", "kind"): GatewayKind,
    ("gateway_sittings", "threshold_limb"): ThresholdLimb,
    ("letter_reviews", "step"): LetterStep,
    ("letters", "kind"): LetterKind,
    ("meeting_bookings", "kind"): MeetingKind,
    ("meetings", "cause"): Cause,
    ("meetings", "kind"): MeetingKind,
    ("milestones", "kind"): MilestoneKind,
    ("needs", "kind"): NeedKind,
    ("pack_items", "kind"): PackKind,
    ("pack_items", "state"): PackState,
    ("people", "relationship"): Relationship,
    ("plan_agreements", "how"): AgreementHow,
    ("postings", "event"): PostingEvent,
    ("progress", "judgement"): Judgement,
    ("records_signed", "kind"): RecordKind,
    ("transfer_steps", "step"): TransferKind,
}
"""The list each closed column is from, by table and column."""

REFERS: dict[str, type[Fact]] = {
    "about_id": Person,
    "action_id": Action,
    "answers_id": Challenge,
    "assessment_id": Assessment,
    "child_id": Child,
    "concern_id": Concern,
    "letter_id": Letter,
    "meeting_id": Meeting,
    "need_id": Need,
    "person_id": Person,
    "query_id": Query,
    "request_id": ExtensionRequest,
    "section_twenty_id": SectionTwenty,
    "sitting_id": GatewaySitting,
}
"""The kind of fact that a column leads to."""

TABLES_OF_LABELS: dict[str, Mapping[str, Any]] = {
    "clock": CLOCKS,
    "from_stage": STAGES,
    "move": MOVES,
    "to_stage": STAGES,
}
"""Columns that hold the key of a row of a rule table."""

CUT = "\N{HORIZONTAL ELLIPSIS}"


def closed_label(table: str, column: str, value: str) -> str:
    """What people read for a stored key; the value itself where the column is free text."""
    kind = CLOSED.get((table, column))
    return kind(value).label if kind and value in set(kind) else value


def plain(table: str, column: str, value: Any) -> str:
    """A stored value in words, as far as it says so by itself."""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, datetime):
        return in_words(value.astimezone(LONDON).date())
    if isinstance(value, date):
        return in_words(value)
    if column in TABLES_OF_LABELS and value in TABLES_OF_LABELS[column]:
        return str(TABLES_OF_LABELS[column][value].label)
    if column == "requirement" and value in REQUIREMENTS:
        return sentence_case(value)
    return closed_label(table, column, value) if isinstance(value, str) else str(value)


def shortened(text: str, most: int = 80) -> str:
    """The text without its full stop, cut at a word where it is longer: a name for something, inside a sentence."""
    text = text.strip().removesuffix(".")
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + CUT
