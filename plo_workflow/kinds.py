"""The closed lists of words that facts are made of. Stored keys never change; the words people read are in `label`."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """A word from a closed list; its label is its key in plain words unless said otherwise."""

    @property
    def label(self) -> str:
        """What people read."""
        return LABELS.get((type(self), self.value), self.value.replace("_", " ").capitalize())


class Role(Kind):
    """The roles of domain staff (a person may hold several)."""

    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    GATEWAY_CHAIR = "gateway_chair"
    AUTHORITY_LAWYER = "authority_lawyer"
    CASE_PROGRESSION_MANAGER = "case_progression_manager"
    HEAD_OF_SERVICE = "head_of_service"
    ASSISTANT_DIRECTOR = "assistant_director"
    DIRECTOR = "director"
    BUSINESS_SUPPORT = "business_support"


class LegalStatus(Kind):
    """How the child stands with the authority when the gateway is asked for."""

    CHILD_PROTECTION = "child_protection"
    CHILD_IN_NEED = "child_in_need"
    LOOKED_AFTER = "looked_after"
    NONE = "none"


class GatewayKind(Kind):
    """What a gateway sitting is for."""

    ENTRY = "entry"
    REVIEW = "review"
    RATIFICATION = "ratification"


class ReviewReason(Kind):
    """Why a case goes back to the gateway."""

    EXIT = "exit"
    EARLY = "early"
    EXTENSION = "extension"
    RISK = "risk"
    COURT = "court"
    RATIFICATION = "ratification"


class AlertAnswerKind(Kind):
    """What somebody says to an alert."""

    ACKNOWLEDGED = "acknowledged"
    PUT_OFF = "put_off"
    HANDED_ON = "handed_on"
    WAITING = "waiting"


class Part(Kind):
    """The part somebody takes: at a gateway sitting, or in a case."""

    CHAIR = "chair"
    LAWYER = "lawyer"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    MINUTE_TAKER = "minute_taker"
    OTHER = "other"


class PaperKind(Kind):
    """A paper for the gateway meeting."""

    CHRONOLOGY = "chronology"
    CHILD_AND_FAMILY_ASSESSMENT = "child_and_family_assessment"
    GENOGRAM = "genogram"
    CARE_PLAN_OPTIONS = "care_plan_options"
    STRATEGY_MINUTES = "strategy_minutes"
    CONFERENCE_MINUTES = "conference_minutes"
    VIABILITY_ASSESSMENT = "viability_assessment"
    OTHER = "other"


class ThresholdLimb(Kind):
    """Which limb of section 31(2) the threshold view rests on."""

    CARE_GIVEN = "care_given"
    BEYOND_CONTROL = "beyond_control"
    NOT_MET = "not_met"


class Decision(Kind):
    """What a gateway decides for one child."""

    CONTINUE = "continue"
    ENTER = "enter"
    ISSUE = "issue"
    EXTEND = "extend"
    STEP_DOWN = "step_down"


class Outcome(Kind):
    """How pre-proceedings end for one child."""

    NOT_ENTERED = "not_entered"
    APPLICATION_LODGED = "application_lodged"
    CHILD_PROTECTION_PLAN = "child_protection_plan"
    CHILD_IN_NEED_PLAN = "child_in_need_plan"
    EARLY_HELP = "early_help"
    CLOSED = "closed"
    MOVED_TO_LINKED_CASE = "moved_to_linked_case"
    TRANSFERRED = "transferred"
    DIED = "died"
    AGED_OUT = "aged_out"
    RECORDED_IN_ERROR = "recorded_in_error"


class CloseReason(Kind):
    """Why a case is closed without a gateway outcome."""

    TRANSFERRED = "transferred"
    MOVED_ABROAD = "moved_abroad"
    DIED = "died"
    AGED_OUT = "aged_out"
    RECORDED_IN_ERROR = "recorded_in_error"


class Relationship(Kind):
    """Who a person is to the child."""

    MOTHER = "mother"
    FATHER = "father"
    STEP_PARENT = "step_parent"
    GRANDPARENT = "grandparent"
    SPECIAL_GUARDIAN = "special_guardian"
    OTHER_RELATIVE = "other_relative"
    OTHER = "other"


PARENTS = (Relationship.MOTHER, Relationship.FATHER)
"""Who is a parent, whether with parental responsibility or without."""


class CarerStatus(Kind):
    """How somebody of the wider family stands as a possible carer."""

    PUT_FORWARD = "put_forward"
    BEING_ASSESSED = "being_assessed"
    ASSESSED_SUITABLE = "assessed_suitable"
    ASSESSED_NOT_SUITABLE = "assessed_not_suitable"
    WITHDREW = "withdrew"


class NeedKind(Kind):
    """What a person needs to take part; a need of none shows that the person was asked."""

    NONE = "none"
    INTERPRETER = "interpreter"
    ADVOCATE = "advocate"
    EASY_READ = "easy_read"
    CAPACITY = "capacity"
    ACCESSIBILITY = "accessibility"


class LetterKind(Kind):
    """The family of letters."""

    BEFORE_PROCEEDINGS = "before_proceedings"
    REVIEW_INVITE = "review_invite"
    EXTENSION = "extension"
    OF_ISSUE = "of_issue"
    CLOSING = "closing"


class LetterStep(Kind):
    """Who has read the letter besides its author."""

    READABILITY = "readability"
    MANAGER = "manager"
    LEGAL = "legal"


class PostingEvent(Kind):
    """What became of a letter."""

    SENT = "sent"
    DELIVERED = "delivered"
    RETURNED = "returned"
    LEFT_ON_FILE = "left_on_file"


class MeetingKind(Kind):
    """Which meeting with the parents."""

    FIRST = "first"
    REVIEW = "review"
    FINAL = "final"


class Cause(Kind):
    """Whose cause a delay is."""

    FAMILY = "family"
    AUTHORITY = "authority"
    PARTNER = "partner"
    COURT = "court"
    EXPERT = "expert"
    EXTERNAL = "external"


class OwnerKind(Kind):
    """Who owns an action."""

    PARENT = "parent"
    AUTHORITY = "authority"
    PARTNER = "partner"


class ActionSource(Kind):
    """What an action arises from."""

    PLAN = "plan"
    GATEWAY = "gateway"
    SUPERVISION = "supervision"


class Judgement(Kind):
    """How a concern stands for the child."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class AgreementHow(Kind):
    """How a parent stands to the plan; seeing it is not agreeing to it."""

    AGREED = "agreed"
    SEEN_NOT_AGREED = "seen_not_agreed"
    CAPACITY_IN_QUESTION = "capacity_in_question"


class FamilyStep(Kind):
    """A step of family group decision-making (section 31ZA)."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    HELD = "held"
    EXEMPT_OFFER = "exempt_offer"
    EXEMPT_MEETING = "exempt_meeting"


class MilestoneKind(Kind):
    """Dated facts with no more structure."""

    PREBIRTH_ASSESSMENT_STARTED = "prebirth_assessment_started"
    PREBIRTH_CONFERENCE = "prebirth_conference"
    PREBIRTH_CONFERENCE_NOT_NEEDED = "prebirth_conference_not_needed"
    BIRTH_PLAN_SHARED = "birth_plan_shared"
    CONFERENCE_CHAIR_TOLD = "conference_chair_told"
    PARTNERS_VIEW = "partners_view"
    RECEIVING_PLAN_NAMED = "receiving_plan_named"
    STEP_DOWN_PLAN_ACTIVE = "step_down_plan_active"
    CHANGE_SUSTAINED = "change_sustained"
    FINAL_MEETING_WAIVED = "final_meeting_waived"
    CARE_PLAN_READY = "care_plan_ready"
    THRESHOLD_SIGNED_OFF = "threshold_signed_off"
    TIME_LEFT_CONFIRMED = "time_left_confirmed"
    MARRIED = "married"
    CHILD_PROTECTION_PLAN_STARTED = "child_protection_plan_started"
    CHILD_PROTECTION_PLAN_ENDED = "child_protection_plan_ended"


class Severity(Kind):
    """How pressing a drift signal is, the least first."""

    AMBER = "amber"
    RED = "red"
    DIRECTOR = "director"


class ApprovalKind(Kind):
    """What a second person agrees to."""

    ENTER = "enter"
    ISSUE = "issue"
    LIST_AT_GATEWAY = "list_at_gateway"
    PROCEED_WITHOUT_LETTER = "proceed_without_letter"
    EXTENSION_FOR_AUTHORITY_DELAY = "extension_for_authority_delay"
    EXEMPT_OFFER = "exempt_offer"
    EXEMPT_MEETING = "exempt_meeting"
    URGENT_ISSUE = "urgent_issue"
    URGENT_RATIFIED = "urgent_ratified"


class RecordKind(Kind):
    """A gateway record that was signed or shared."""

    DECISION = "decision"
    FULL = "full"


class UrgentReason(Kind):
    """Why an application cannot wait for pre-proceedings."""

    IMMEDIATE_SAFETY = "immediate_safety"
    ABDUCTION_RISK = "abduction_risk"
    EMERGENCY_PROTECTION_ORDER = "emergency_protection_order"
    POLICE_PROTECTION = "police_protection"
    OTHER = "other"


class PackKind(Kind):
    """A document of the application pack (item list: general knowledge, not checked)."""

    CHRONOLOGY = "chronology"
    STATEMENT = "statement"
    GENOGRAM = "genogram"
    ASSESSMENTS = "assessments"
    CARE_PLAN = "care_plan"
    THRESHOLD = "threshold"
    CHECKLIST_INDEX = "checklist_index"
    LETTERS_AND_MINUTES = "letters_and_minutes"
    FAMILY_MEETING_RECORD = "family_meeting_record"
    ORDERS_SOUGHT = "orders_sought"
    ALLOCATION = "allocation"


class PackState(Kind):
    """Where a document of the pack stands."""

    ATTACHED = "attached"
    INCLUDED = "included"
    TO_FOLLOW = "to_follow"


class CourtStepKind(Kind):
    """What the court did."""

    ISSUED = "issued"
    EXTENDED = "extended"
    FINAL_ORDER = "final_order"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class TransferKind(Kind):
    """A step of a transfer between authorities."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    RECEIVED = "received"


class QueryKind(Kind):
    """What a query arises from."""

    TRACKER = "tracker"
    NOT_ASKED = "not_asked"
    RAISED_HERE = "raised_here"


class LinkKind(Kind):
    """Why two cases belong beside each other."""

    EARLIER_PERIOD = "earlier_period"
    SPLIT = "split"
    SIBLING_PROCEEDINGS = "sibling_proceedings"


LABELS: dict[tuple[type[Kind], str], str] = {
    (type(kind), kind.value): label
    for kind, label in (
        (AlertAnswerKind.PUT_OFF, "Put off"),
        (AlertAnswerKind.WAITING, "Decided that it waits"),
        (ThresholdLimb.CARE_GIVEN, "Care given to the child"),
        (ThresholdLimb.BEYOND_CONTROL, "Beyond parental control"),
        (ThresholdLimb.NOT_MET, "Not met"),
        (LetterKind.BEFORE_PROCEEDINGS, "Letter before proceedings"),
        (LetterKind.OF_ISSUE, "Letter of issue"),
        (LetterKind.CLOSING, "Closing letter"),
        (LetterKind.REVIEW_INVITE, "Invitation to a review"),
        (Outcome.MOVED_TO_LINKED_CASE, "Moved to a linked case"),
        (FamilyStep.EXEMPT_OFFER, "Offer not in the child's best interests"),
        (FamilyStep.EXEMPT_MEETING, "Meeting not in the child's best interests"),
        (ApprovalKind.EXEMPT_OFFER, "No offer of a family meeting"),
        (ApprovalKind.EXEMPT_MEETING, "No family meeting"),
        (ReviewReason.COURT, "Court refused or application withdrawn"),
    )
}
"""Only the labels that are not the key in plain words; two lists may spell a word alike, so the list is in the key."""
