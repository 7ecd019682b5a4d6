"""SHOWN: every kind of fact with the subject it belongs to and how one of them is said. A new kind is one row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plo_workflow import models as m
from plo_workflow.kinds import PostingEvent
from plo_workflow.models import Child, Fact, Letter, Meeting, Need, Person
from plo_workflow.reminders.causes import CAUSES
from plo_workflow.working_days import in_words, listed
from web.record.columns import plain
from web.record.names import Names, age
from web.wording import mid_sentence, plural, yes_no


@dataclass(frozen=True)
class Shown:
    """How facts of one kind are shown: under which subject and heading, and one line for each.

    `prose` names the columns whose whole text follows the line; `then` the commands that may follow from one such
    fact, where it is `open`. A kind without a heading is said together with the fact it belongs to.
    """

    kind: type[Fact]
    about: str
    heading: str
    line: Callable[[Any, Names], str]
    prose: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    open: Callable[[Any], bool] = bool


def label(fact: Fact, column: str) -> str:
    """The label of a closed column as it stands inside a sentence."""
    return mid_sentence(head(fact, column))


def head(fact: Fact, column: str) -> str:
    """The label of a closed column at the start of a sentence."""
    value = getattr(fact, column)
    return "" if value is None else plain(fact.__tablename__, column, value)


def also(words: str | None, before: str = ", ") -> str:
    """Words that follow only where there are any."""
    return f"{before}{words}" if words else ""


def _child(child: Child, names: Names) -> str:
    removal = "; removal at birth is planned" if child.removal_planned else ""
    joined = "; joined the case later" if child.joined_later else ""
    born = f"born {in_words(child.born_on)}" if child.born_on else age(child, child.happened_on)
    return f"{child.given_name} {child.family_name}, {born}{removal}{joined}"


def _person(person: Person, names: Names) -> str:
    responsible = "has" if person.has_parental_responsibility else "does not have"
    letter = "gets a letter" if person.gets_letter else "gets no letter"
    lost = "" if person.whereabouts_known else "; whereabouts not known"
    return f"{person.name}, {label(person, 'relationship')}; {responsible} parental responsibility; {letter}{lost}"


def _need(need: Need, names: Names) -> str:
    if need.kind == "none":
        return f"{names.of(Person, need.person_id)} needs nothing to take part"
    return f"{names.of(Person, need.person_id)}: {label(need, 'kind')}{also(need.details)}"


def _sitting(sitting: m.GatewaySitting, names: Names) -> str:
    sat = names.file.having(m.GatewayAttendance, sitting_id=sitting.id)
    who = listed([f"{names.somebody(one.staff_key)} ({label(one, 'part')})" for one in sat])
    limb = f"; threshold: {label(sitting, 'threshold_limb')}" if sitting.threshold_limb else ""
    return f"The gateway sat for {label(sitting, 'kind')}: {who or 'nobody recorded'}{limb}"


def _listing(listing: m.GatewayListing, names: Names) -> str:
    verb = "Deferred" if listing.deferred else "Listed"
    lawyer = f", lawyer {names.somebody(listing.lawyer)}" if listing.lawyer else ""
    why = f" ({mid_sentence(listing.reason.replace('_', ' '))})" if listing.reason and not listing.deferred else ""
    return f"{verb} for the gateway on {in_words(listing.sitting_on)}{why}{lawyer}"


def _letter(letter: Letter, names: Names) -> str:
    offer = "; offers a family group decision-making meeting" if letter.fgdm_offered else ""
    solicitors = f"; solicitor list of {in_words(letter.solicitor_list_on)}" if letter.solicitor_list_on else ""
    return f"{names.title(letter)}{offer}{solicitors}"


def _posting(posting: m.Posting, names: Names) -> str:
    way = f" by {posting.how}" if posting.how and posting.event == PostingEvent.SENT else ""
    return f"{names.of(Letter, posting.letter_id)}: {label(posting, 'event')}{way}{also(posting.evidence)}"


def _meeting(meeting: Meeting, names: Names) -> str:
    title = f"{head(meeting, 'kind')} meeting"
    if not meeting.effective:
        return f"{title} did not work: {meeting.ineffective_reason} (cause: {label(meeting, 'cause')})"
    invited = names.file.having(m.MeetingAttendance, meeting_id=meeting.id)
    came = listed([_came(one, names) for one in invited if one.attended or one.with_solicitor])
    missed = listed([_came(one, names) for one in invited if not (one.attended or one.with_solicitor)])
    return f"{title} held{also(came, ' with ')}{also(missed, '; did not come: ')}"


def _came(one: m.MeetingAttendance, names: Names) -> str:
    name = names.of(Person, one.person_id) or names.somebody(one.staff_key)
    if one.with_solicitor:
        return f"{name} and solicitor" if one.attended else f"the solicitor of {name}"
    return name


def _action(action: m.Action, names: Names) -> str:
    done = names.file.last(m.ActionDone, action_id=action.id)
    state = f"done {in_words(done.happened_on)}" if done else f"due {in_words(action.due_on)}"
    return f"{action.what} ({action.owner}, {state})"


def _challenge(challenge: m.Challenge, names: Names) -> str:
    return "Answer to a challenge" if challenge.answers_id else "Challenge"


def _query(query: m.Query, names: Names) -> str:
    answer = names.file.last(m.QueryAnswered, query_id=query.id)
    return f"{query.text}{also(answer.text if answer else None, ' Answered: ')}"


def _allocation(allocation: m.Allocation, names: Names) -> str:
    visit = f"; joint visit on {in_words(allocation.joint_visit_on)}" if allocation.joint_visit_on else ""
    return f"{names.somebody(allocation.staff_key)} took the case on as {label(allocation, 'part')}{visit}"


def _assessment(assessment: m.Assessment, names: Names) -> str:
    filed = names.file.last(m.AssessmentFiled, assessment_id=assessment.id)
    state = f"filed {in_words(filed.happened_on)}" if filed else f"due {in_words(assessment.due_on)}"
    return f"{assessment.kind}{also(assessment.about, ' about ')}{also(assessment.author, ' by ')}, {state}"


def _twenty(record: m.SectionTwenty, names: Names) -> str:
    agreed = names.file.having(m.SectionTwentyConsent, section_twenty_id=record.id)
    who = listed([names.of(Person, one.person_id) for one in agreed])
    end = f"ended {in_words(record.ended_on)}" if record.ended_on else f"to be reviewed {in_words(record.review_on)}"
    return f"{names.of(Child, record.child_id)} is accommodated by agreement of {who or 'nobody recorded'}; {end}"


def _alert_answer(answer: m.AlertAnswer, names: Names) -> str:
    to = f" to {names.somebody(answer.handed_to)}" if answer.handed_to else ""
    until = f" until {in_words(answer.until_on)}" if answer.until_on else ""
    what = f"{CAUSES[answer.cause].what}, {in_words(answer.due_on)}"
    return f"{head(answer, 'answer')}{to}{until}: {mid_sentence(what)}"


def _move(move: m.Move, names: Names) -> str:
    passed = f"; passed over: {listed([plain('', 'requirement', key) for key in move.overrides])}"
    return f"{head(move, 'move')}: now {label(move, 'to_stage')}{passed if move.overrides else ''}"


TO_A_PERSON = ("record_need", "record_representation", "add_address", "record_whereabouts", "record_tracing")
TO_A_LETTER = ("confirm_readability", "approve_letter", "record_letter_sent", "record_letter_delivered",
               "record_letter_returned", "leave_letter_on_file")  # fmt: skip

SHOWN: dict[type[Fact], Shown] = {
    row.kind: row
    for row in (
        Shown(Child, "family", "Children", _child, then=("record_birth", "change_expected_date"),
              open=lambda child: child.born_on is None),
        Shown(Person, "family", "People", _person, ("letter_reason",), TO_A_PERSON),
        Shown(m.Address, "family", "Addresses",
              lambda f, n: f"{n.of(Person, f.person_id)}{' (confidential)' if f.confidential else ''}", ("lines",)),
        Shown(Need, "family", "What people need to take part", _need, then=("meet_need",)),
        Shown(m.NeedMet, "family", "How needs were met", lambda f, n: f"{n.of(Need, f.need_id)}: {f.how}"),
        Shown(m.Representation, "family", "Solicitors", lambda f, n: f"{f.solicitor}{also(f.firm)} acts for "
              f"{n.of(Person, f.person_id)}{f' until {in_words(f.until_on)}' if f.until_on else ''}"),
        Shown(m.TracingAttempt, "family", "Attempts to find somebody",
              lambda f, n: f"{n.of(Person, f.person_id)}: {f.method}", ("result",)),
        Shown(m.CaseLink, "family", "Linked cases", lambda f, n: f"{f.other_ref}, {label(f, 'why')}", ("note",)),
        Shown(m.ChildOutcome, "family", "Outcomes for the children",
              lambda f, n: f"{n.of(Child, f.child_id)}: {label(f, 'outcome')}", ("reasons",)),

        Shown(m.GatewayRequest, "gateway", "Requests", lambda f, n: f"Gateway meeting asked for; the child was under: "
              f"{label(f, 'legal_status')}{'; urgent' if f.urgent else ''}", ("concerns", "fgdm_position")),
        Shown(m.GatewayListing, "gateway", "Listings", _listing, ("still_to_supply",)),
        Shown(m.GatewayPaper, "gateway", "Papers", lambda f, n: f"{head(f, 'kind')} of {in_words(f.dated_on)}"),
        Shown(m.GatewaySitting, "gateway", "Sittings", _sitting, ("threshold_view", "options_weighed", "action_plan"),
              ("record_legal_advice", "sign_decision_record", "share_gateway_record")),
        Shown(m.GatewayAttendance, "gateway", "", lambda f, n: f"{n.somebody(f.staff_key)} sat as {label(f, 'part')}"),
        Shown(m.AdviceNote, "gateway", "Legal advice (privileged)", lambda f, n: "Legal advice to the meeting",
              ("advice",)),
        Shown(m.GatewayDecision, "gateway", "Decisions for each child",
              lambda f, n: f"{n.of(Child, f.child_id)}: {label(f, 'decision')}", ("reasons", "dissent")),
        Shown(m.RecordSigned, "gateway", "Records",
              lambda f, n: "Decision record signed" if f.kind == "decision" else "Full record shared"),
        Shown(m.Approval, "gateway", "Agreed by a second person", lambda f, n: f"{n.somebody(f.recorded_by)} agreed: "
              f"{label(f, 'what')}{also(n.of(Person, f.about_id), ', about ')}", ("reason",)),

        Shown(Letter, "letters", "Letters", _letter, ("sections",), TO_A_LETTER),
        Shown(m.LetterReview, "letters", "Read and approved", lambda f, n: f"{n.of(Letter, f.letter_id)}: "
              f"{label(f, 'step')}, by {n.somebody(f.recorded_by)}"),
        Shown(m.Posting, "letters", "What became of them", _posting),

        Shown(m.MeetingBooking, "meetings", "Bookings", lambda f, n: f"{head(f, 'kind')} meeting booked for "
              f"{in_words(f.meeting_on)}{also(f.place)}"),
        Shown(Meeting, "meetings", "Meetings", _meeting, ("current_risk",),
              ("send_minutes", "meet_apart")),
        Shown(m.MeetingAttendance, "meetings", "",
              lambda f, n: f"{_came(f, n)} {'came' if f.attended else 'did not come'}"),
        Shown(m.MinutesSent, "meetings", "Minutes",
              lambda f, n: f"Minutes of the {mid_sentence(n.of(Meeting, f.meeting_id))} sent to {f.sent_to}"),

        Shown(m.Concern, "plan", "Concerns",
              lambda f, n: f"{f.worry}{' (safety critical)' if f.safety_critical else ''}", ("good_looks_like",)),
        Shown(m.Action, "plan", "Actions", _action, then=("complete_action",)),
        Shown(m.ActionDone, "plan", "", lambda f, n: f"Done: {n.of(m.Action, f.action_id)}", ("note",)),
        Shown(m.Contingency, "plan", "If the plan does not work", lambda f, n: str(f.plan), ("early_return_trigger",)),
        Shown(m.PlanAgreement, "plan", "How parents stand to the plan",
              lambda f, n: f"{n.of(Person, f.person_id)}: {label(f, 'how')}"),
        Shown(m.Progress, "plan", "Progress at reviews",
              lambda f, n: f"{n.of(m.Concern, f.concern_id)}: {label(f, 'judgement')}", ("evidence",)),

        Shown(m.Visit, "work", "Visits", lambda f, n: f"{n.of(Child, f.child_id)} was seen"
              f"{' alone' if f.seen_alone else ''}", ("note",)),
        Shown(m.Supervision, "work", "Supervision",
              lambda f, n: f"Supervision by {n.somebody(f.recorded_by)}", ("note",)),
        Shown(m.TrackerReview, "work", "Tracker reviews",
              lambda f, n: f"Tracker review by {n.somebody(f.recorded_by)}", ("note",)),
        Shown(m.Challenge, "work", "Challenges", _challenge, ("text",), ("answer_challenge",)),
        Shown(m.Delay, "work", "Why something was late",
              lambda f, n: f"{head(f, 'clock')} (cause: {label(f, 'cause')})", ("explanation",)),
        Shown(m.Assessment, "work", "Assessments", _assessment, then=("file_assessment",)),
        Shown(m.AssessmentFiled, "work", "", lambda f, n: f"Filed: {n.of(m.Assessment, f.assessment_id)}"),
        Shown(m.FamilyMeetingStep, "work", "Family group decision-making",
              lambda f, n: f"{head(f, 'step')}{also(n.of(Person, f.person_id), ': ')}", ("reason",)),
        Shown(m.Milestone, "work", "Milestones",
              lambda f, n: f"{head(f, 'kind')}{also(n.of(Child, f.child_id), ' for ')}", ("note",)),
        Shown(m.SectionTwenty, "work", "Accommodation under section 20", _twenty, ("exit_plan",),
              ("end_section_twenty",)),
        Shown(m.SectionTwentyConsent, "work", "", lambda f, n: f"{n.of(Person, f.person_id)} agreed; "
              f"capacity checked: {mid_sentence(yes_no(f.capacity_checked))}"),
        Shown(m.Allocation, "work", "Workers", _allocation, ("handover_note", "next_actions")),
        Shown(m.Query, "work", "Queries", _query, then=("answer_query",)),
        Shown(m.QueryAnswered, "work", "", lambda f, n: f"Answered: {f.text}"),
        Shown(m.TrackerRow, "work", "", lambda f, n: "Brought in from the tracker"),
        Shown(m.Note, "work", "Case notes", lambda f, n: f"Note by {n.somebody(f.recorded_by)}", ("text",)),

        Shown(m.Move, "oversight", "Moves", _move, ("reason",)),
        Shown(m.ExtensionRequest, "oversight", "Requests for more time", lambda f, n: f"More time asked for, until "
              f"{in_words(f.new_limit_on)} (cause: {label(f, 'cause')})",
              ("what_changed", "why_this_child", "current_risk")),
        Shown(m.Extension, "oversight", "Extensions", lambda f, n: f"Extended by {plural(f.days, 'day')}, "
              f"from {in_words(f.from_limit_on)}"),
        Shown(m.Pause, "oversight", "Pauses", lambda f, n: f"Paused until {in_words(f.until_on)}", ("reason",)),
        Shown(m.AlertAnswer, "oversight", "Answers to alerts", _alert_answer, ("words",)),
        Shown(m.Override, "oversight", "Requirements passed over", lambda f, n: f"{head(f, 'requirement')}, "
              f"for “{head(f, 'move')}”", ("reason",)),
        Shown(m.TransferStep, "oversight", "Transfer", lambda f, n: f"{head(f, 'step')}: {f.authority}"),
        Shown(m.ClockSetting, "oversight", "Changes of policy",
              lambda f, n: f"{head(f, 'clock')}: {label(f, 'decision').replace('-', ' ')}"),

        Shown(m.PackItem, "court", "Application pack", lambda f, n: f"{head(f, 'kind')}"
              f"{also(n.of(Child, f.child_id), ' for ')}: {label(f, 'state')}"
              f"{f' on {in_words(f.follows_on)}' if f.follows_on else ''}"),
        Shown(m.Lodging, "court", "Orders asked for",
              lambda f, n: f"{n.of(Child, f.child_id)}: {f.orders}", ("urgent_reason",)),
        Shown(m.CourtStep, "court", "What the court did", lambda f, n: f"{head(f, 'step')}{also(f.court_number)}"
              f"{f', timetable to {in_words(f.ends_on)}' if f.ends_on else ''}", ("note",)),
    )
}  # fmt: skip

SUBJECTS: dict[str, str] = {
    "family": "Family",
    "gateway": "Gateway",
    "letters": "Letters",
    "meetings": "Meetings",
    "plan": "Plan",
    "work": "Work",
    "court": "Court",
    "oversight": "Oversight",
}
"""The subjects of a case in the order of its pages."""

IN_ORDER_OF_RECORDING = frozenset({"family", "plan"})
"""Subjects read from the beginning; of the others the newest comes first."""
