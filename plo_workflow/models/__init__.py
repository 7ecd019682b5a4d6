"""Plain declarative classes by subject: what is stored. What it means is decided above."""

from plo_workflow.models.case import Case, CaseLink, Child, ChildOutcome, Move
from plo_workflow.models.casefile import CaseFile
from plo_workflow.models.clock import LedgerEntry, RunningClock
from plo_workflow.models.court import CourtStep, Lodging, PackItem
from plo_workflow.models.gateway import (
    AdviceNote,
    Approval,
    GatewayAttendance,
    GatewayDecision,
    GatewayListing,
    GatewayPaper,
    GatewayRequest,
    GatewaySitting,
    RecordSigned,
)
from plo_workflow.models.history import CommandDone, HistoryEntry, HistoryHead
from plo_workflow.models.letters import Letter, LetterReview, Posting
from plo_workflow.models.meetings import Meeting, MeetingAttendance, MeetingBooking, MinutesSent
from plo_workflow.models.oversight import Extension, ExtensionRequest, Pause, TransferStep
from plo_workflow.models.people import Address, Need, NeedMet, Person, Representation, TracingAttempt
from plo_workflow.models.plan import Action, ActionDone, Concern, Contingency, PlanAgreement, Progress
from plo_workflow.models.record import PERSONAL, Fact, Row, UtcDateTime
from plo_workflow.models.reminder import Outbox, Reminder
from plo_workflow.models.staff import CalendarVersion, PolicyVersion, Staff
from plo_workflow.models.work import (
    Allocation,
    Assessment,
    AssessmentFiled,
    Challenge,
    Delay,
    FamilyMeetingStep,
    Milestone,
    Note,
    SectionTwenty,
    SectionTwentyConsent,
    Supervision,
    TrackerReview,
    Visit,
)

__all__ = [
    "PERSONAL",
    "Action",
    "ActionDone",
    "Address",
    "AdviceNote",
    "Allocation",
    "Approval",
    "Assessment",
    "AssessmentFiled",
    "CalendarVersion",
    "Case",
    "CaseFile",
    "CaseLink",
    "Challenge",
    "Child",
    "ChildOutcome",
    "CommandDone",
    "Concern",
    "Contingency",
    "CourtStep",
    "Delay",
    "Extension",
    "ExtensionRequest",
    "Fact",
    "FamilyMeetingStep",
    "GatewayAttendance",
    "GatewayDecision",
    "GatewayListing",
    "GatewayPaper",
    "GatewayRequest",
    "GatewaySitting",
    "HistoryEntry",
    "HistoryHead",
    "LedgerEntry",
    "Letter",
    "LetterReview",
    "Lodging",
    "Meeting",
    "MeetingAttendance",
    "MeetingBooking",
    "Milestone",
    "MinutesSent",
    "Move",
    "Need",
    "NeedMet",
    "Note",
    "Outbox",
    "PackItem",
    "Pause",
    "Person",
    "PlanAgreement",
    "PolicyVersion",
    "Posting",
    "Progress",
    "RecordSigned",
    "Reminder",
    "Representation",
    "Row",
    "RunningClock",
    "SectionTwenty",
    "SectionTwentyConsent",
    "Staff",
    "Supervision",
    "TracingAttempt",
    "TrackerReview",
    "TransferStep",
    "UtcDateTime",
    "Visit",
]
