"""The closed lists that a tracker's words are brought to: decisions, outcomes, offers, representation.

Which words stand for which is in tracker_columns.toml; what follows for a case is decided by the commands.
"""

from __future__ import annotations

from plo_workflow.kinds import Kind


class TrackerDecision(Kind):
    """What the gateway decided, as far as a tracker says it."""

    ENTER = "enter"
    CONTINUE = "continue"
    ISSUE = "issue"
    DEFER = "defer"


class TrackerOutcome(Kind):
    """How pre-proceedings ended for the family."""

    ISSUE = "issue"
    CHILD_PROTECTION_PLAN = "child_protection_plan"
    CHILD_IN_NEED_PLAN = "child_in_need_plan"
    EARLY_HELP = "early_help"
    CLOSED = "closed"


class FamilyMeetingOffer(Kind):
    """Whether family group decision-making was offered, and what became of the offer where that is said."""

    OFFERED = "offered"
    NOT_OFFERED = "not_offered"
    OFFERED_ACCEPTED = "offered_accepted"
    OFFERED_DECLINED = "offered_declined"


class Represented(Kind):
    """Whether the parents have solicitors; a plain yes or no does not say which parent."""

    BOTH = "both"
    MOTHER_ONLY = "mother_only"
    FATHER_ONLY = "father_only"
    YES = "yes"
    NO = "no"


class MeetingState(Kind):
    """Whether a meeting in the tracker has been, is still to come, or did not go ahead."""

    HELD = "held"
    PLANNED = "planned"
    CANCELLED = "cancelled"
