"""What a letter before proceedings must be before it is approved and sent."""

from __future__ import annotations

from datetime import date

from plo_workflow.kinds import (
    ApprovalKind,
    FamilyStep,
    LetterKind,
    LetterStep,
    MeetingKind,
    NeedKind,
    PostingEvent,
    Role,
)
from plo_workflow.marks.contact import each_joined_child_decided
from plo_workflow.marks.decisions import TO_ENTER
from plo_workflow.models import (
    Approval,
    FamilyMeetingStep,
    Letter,
    LetterReview,
    MeetingBooking,
    Need,
    NeedMet,
    Person,
    Posting,
    TracingAttempt,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, unmet
from plo_workflow.working_days import in_words, listed

SECTIONS = {
    "worries": "what the worries are, with examples",
    "help_given": "what help has been given",
    "must_change": "what must change and by when",
    "help_offered": "what help is offered",
    "assessments": "which assessments are proposed",
    "meeting": "when and where the meeting is",
    "free_lawyer": "the right to free legal advice and how to get it",
    "family": "how the wider family can be involved",
    "if_nothing_changes": "what happens if nothing changes",
}
"""What a letter before proceedings must contain (domain 5.1), in plain words."""


def _letters(ask: Ask) -> list[Letter]:
    """The letters this move is about: the one named with it, else the family's letters before proceedings."""
    letters = ask.file.having(Letter, kind=LetterKind.BEFORE_PROCEEDINGS)
    named = ask.given.get("letter_id")
    return [letter for letter in letters if (letter.child_id is None if named is None else letter.id == named)]


def _to(ask: Ask, letter: Letter) -> str:
    person = next((p for p in ask.file.all(Person) if p.id == letter.person_id), None)
    return person.name if person else "an unknown person"


def _reviewed(ask: Ask, letter: Letter, step: LetterStep) -> LetterReview | None:
    """The review of this step that was of the letter as it now reads."""
    return ask.file.last(LetterReview, letter_id=letter.id, step=step, content_hash=letter.content_hash)


def letter_says_what_it_must(ask: Ask) -> Finding:
    """Every letter has every section of the checklist (G4)."""
    faults = []
    for letter in _letters(ask):
        missing = [words for key, words in SECTIONS.items() if not str(letter.sections.get(key) or "").strip()]
        if missing:
            faults.append(f"The letter to {_to(ask, letter)} does not say {listed(missing)}.")
    if faults:
        return unmet(" ".join(faults))
    return either(_letters(ask), "The letters say what they must.", "No letter before proceedings has been drafted.")


def family_meeting_offered_in_letter(ask: Ask) -> Finding:
    """The letter offers a family group decision-making meeting, or the exemption is recorded (s.31ZA)."""
    if exempt(ask, FamilyStep.EXEMPT_OFFER):
        return met("The offer is exempt, for a reason that a second person agreed to.")
    without = [_to(ask, letter) for letter in _letters(ask) if not letter.fgdm_offered]
    if without and ask.on < ask.policy.fgdm.in_force_on:
        return met(f"Not yet required on {in_words(ask.on)}; the letter to {listed(without)} makes no offer.")
    return either(
        not without,
        "The family meeting is offered.",
        f"The letter to {listed(without)} does not offer a family group decision-making meeting.",
    )


def exempt(ask: Ask, step: FamilyStep) -> bool:
    """Whether an offer or a meeting is exempt: for a recorded reason that another person agreed to since (G1)."""
    recorded = ask.file.last(FamilyMeetingStep, step=step)
    given = ask.file.having(Approval, what=ApprovalKind.FAMILY_MEETING_EXEMPTION)
    return recorded is not None and any(
        one.happened_on >= recorded.happened_on and one.recorded_by != recorded.recorded_by for one in given
    )


def readability_checked(ask: Ask) -> Finding:
    """Somebody other than the author confirmed that a parent would understand the letter."""
    without = [_to(ask, letter) for letter in _letters(ask) if not _reviewed(ask, letter, LetterStep.READABILITY)]
    return either(
        not without,
        "Read for plain words.",
        f"Nobody has yet read the letter to {listed(without)} for plain words.",
    )


def needs_recorded(ask: Ask) -> Finding:
    """For each addressee it was asked what they need to take part."""
    asked = {need.person_id for need in ask.file.all(Need)}
    without = [_to(ask, letter) for letter in _letters(ask) if letter.person_id not in asked]
    return either(
        not without,
        "Needs are recorded.",
        f"What {listed(without)} needs to take part is not recorded (say “none” if none).",
    )


def solicitor_list_fresh(ask: Ask) -> Finding:
    """The list of solicitors with the letter is recent enough."""
    days = ask.policy.letter.solicitor_list_max_age_days
    stale = [
        _to(ask, letter)
        for letter in _letters(ask)
        if letter.solicitor_list_on is None or (ask.on - letter.solicitor_list_on).days > days
    ]
    return either(
        not stale,
        "The solicitor list is fresh.",
        f"The solicitor list with the letter to {listed(stale)} is missing or older than {days} days.",
    )


def approver_did_not_write_letter(ask: Ask) -> Finding:
    """Rule R1: the author of a letter does not approve it."""
    own = [_to(ask, letter) for letter in _letters(ask) if letter.recorded_by == ask.by.key]
    return either(
        not own,
        "Approved by another person.",
        f"You wrote the letter to {listed(own)}; another person must approve it.",
    )


def manager_approves_before_lawyer(ask: Ask) -> Finding:
    """The team manager approves first, then a lawyer who is another person."""
    if ask.given.get("step") != LetterStep.LEGAL:
        return met("This is the manager's approval.")
    for letter in _letters(ask):
        manager = _reviewed(ask, letter, LetterStep.MANAGER)
        if manager is None:
            return unmet(f"The manager has not yet approved the letter to {_to(ask, letter)} as it now reads.")
        if manager.recorded_by == ask.by.key:
            return unmet("You approved this letter as manager; another person must approve it as lawyer.")
    return met("The manager approved it first.")


def child_joined_after_letters(ask: Ask) -> Finding:
    """The gateway decided to enter for a child who joined when the family's letters were out (E3)."""
    return either(
        each_joined_child_decided(ask.file, ask.policy),
        "A child joined when the family's letters were out.",
        "No child joined, by a decision of the gateway, when the family's letters were out.",
    )


def letter_is_about_joined_child(ask: Ask) -> Finding:
    """The letter is about a child who joined when the family's letters were out; it is nobody else's (E3)."""
    letters = ask.file.having(Letter, kind=LetterKind.BEFORE_PROCEEDINGS)
    named = ask.given.get("letter_id")
    about = [letter for letter in letters if letter.child_id and named in (None, letter.id)]
    return either(
        about,
        "The letter is about the child who joined.",
        "This letter is about the whole family." if named else "No letter about the child who joined is drafted yet.",
    )


def letters_approved(ask: Ask) -> Finding:
    """Each letter was approved, as it now reads, by a manager and by a lawyer."""
    waiting = [
        _to(ask, letter)
        for letter in _letters(ask)
        if not (_reviewed(ask, letter, LetterStep.MANAGER) and _reviewed(ask, letter, LetterStep.LEGAL))
    ]
    if waiting:
        return unmet(f"The letter to {listed(waiting)} is not approved by a manager and a lawyer as it now reads.")
    return either(_letters(ask), "Every letter is approved.", "No letter before proceedings has been drafted.")


def every_addressee_written_to(ask: Ask) -> Finding:
    """Each addressee's letter is sent; where one cannot be found, it is left on file as E5 has it."""
    sent = {p.letter_id for p in ask.file.all(Posting) if p.event == PostingEvent.SENT}
    written = {letter.person_id for letter in _letters(ask) if letter.id in sent}
    missing = [p for p in ask.file.having(Person, gets_letter=True) if p.id not in written]
    faults = [fault for person in missing if (fault := _not_excused(ask, person))]
    return either(not faults, "Every addressee was written to.", " ".join(faults))


def _not_excused(ask: Ask, person: Person) -> str:
    if person.whereabouts_known:
        return f"The letter to {person.name} is not recorded as sent."
    methods = {attempt.method.lower() for attempt in ask.file.having(TracingAttempt, person_id=person.id)}
    least = ask.policy.letter.tracing_methods_min
    if len(methods) < least:
        return f"{person.name} has not been found, and {len(methods)} of at least {least} ways of tracing were tried."
    if not ask.file.last(Approval, what=ApprovalKind.PROCEED_WITHOUT_LETTER, about_id=person.id):
        return f"The gateway chair has not approved going on without finding {person.name}."
    kept = {p.letter_id for p in ask.file.having(Posting, event=PostingEvent.LEFT_ON_FILE)}
    there = any(letter.id in kept for letter in _letters(ask) if letter.person_id == person.id)
    return "" if there else f"The letter to {person.name} is not left on file."


def _first_meeting(ask: Ask) -> tuple[MeetingBooking | None, date, date]:
    """The booking, if there is one, with the earliest and the latest day that the first meeting may have (K09, K08)."""
    booking = ask.file.last(MeetingBooking, kind=MeetingKind.FIRST)
    return booking, ask.limit("minimum_notice", ask.on), ask.limit("first_meeting_held", ask.on)


def first_meeting_booked(ask: Ask) -> Finding:
    """The first meeting has a date."""
    booking, earliest, latest = _first_meeting(ask)
    return either(
        booking,
        "The first meeting is booked.",
        f"The first meeting is not booked. It can be from {in_words(earliest)} to {in_words(latest)}.",
    )


def meeting_gives_enough_notice(ask: Ask) -> Finding:
    """Parents have at least the minimum notice of the first meeting (K09), counted from when the letters go out."""
    booking, earliest, _ = _first_meeting(ask)
    if booking is None:
        return met("Asked of the first meeting once it is booked.")
    return either(
        booking.meeting_on >= earliest,
        "Parents have enough notice.",
        f"The first meeting may not be before {in_words(earliest)}, so that parents can find a lawyer.",
    )


def first_meeting_within_timescale(ask: Ask) -> Finding:
    """The first meeting is booked within its timescale (K08)."""
    booking, _, latest = _first_meeting(ask)
    if booking is None:
        return met("Asked of the first meeting once it is booked.")
    return either(
        booking.meeting_on <= latest,
        "The first meeting is in time.",
        f"The first meeting is due by {in_words(latest)}.",
    )


def not_before_decision_to_enter(ask: Ask) -> Finding:
    """No letter is dated before the decision to enter (G5)."""
    entered = ask.moves(*TO_ENTER)
    sent = [p.happened_on for p in ask.file.all(Posting) if p.event == PostingEvent.SENT]
    first = min([*sent, ask.on])
    late_enough = entered and first >= entered[0].happened_on
    return either(
        late_enough,
        "Sent after the decision.",
        f"The letter is dated {in_words(first)}, before the decision to enter.",
    )


def needs_met(ask: Ask) -> Finding:
    """Every need of those who come is met: no meeting is effective without the interpreter or advocate (E8)."""
    done = {one.need_id for one in ask.file.all(NeedMet)}
    names = {person.id: person.name for person in ask.file.all(Person)}
    open_needs = [need for need in ask.file.all(Need) if need.kind != NeedKind.NONE and need.id not in done]
    words = [f"{names.get(need.person_id, 'somebody')}: {need.kind.replace('_', ' ')}" for need in open_needs]
    return either(not words, "Needs are met.", f"Needs not yet met: {listed(words)}.")


ROWS = (
    Requirement(letter_says_what_it_must, "Complete the letter.", "Social worker", by=("draft_letter_before_proceedings",), source="domain 5.1, G4"),
    Requirement(family_meeting_offered_in_letter, "Put the offer in the letter, or record why it is not in the child's best interests.", "Social worker", by=("draft_letter_before_proceedings", "record_family_meeting step=exempt_offer", "approve what=family_meeting_exemption"), source="domain 1.2, s.31ZA"),
    Requirement(readability_checked, "A colleague reads the letter and confirms it.", "Anyone but the author", by=("confirm_readability",), source="domain 5.1"),
    Requirement(needs_recorded, "Record each person's needs.", "Social worker", by=("record_need",), source="domain G11"),
    Requirement(solicitor_list_fresh, "Renew the solicitor list.", "Business support", override=Role.TEAM_MANAGER, by=("draft_letter_before_proceedings",), source="domain T06"),
    Requirement(approver_did_not_write_letter, "Ask a colleague with the role.", "Another team manager or lawyer", source="domain A.2 R1"),
    Requirement(manager_approves_before_lawyer, "The team manager approves the letter.", "Team manager", by=("approve_letter",), source="domain T06"),
    Requirement(child_joined_after_letters, "Approve the family's letters while they are in preparation.", "Team manager, then authority lawyer", source="domain E3"),
    Requirement(letter_is_about_joined_child, "Draft a letter about the child who joined.", "Social worker", by=("draft_letter_before_proceedings",), source="domain E3"),
    Requirement(letters_approved, "Get the letters approved.", "Team manager, then authority lawyer", by=("approve_letter",), source="domain T07"),
    Requirement(every_addressee_written_to, "Record each letter as sent, or the tracing of a person who cannot be found.", "Social worker or business support", with_the_move=True, by=("record_tracing",), source="domain E5"),
    Requirement(first_meeting_booked, "Book the first meeting.", "Social worker or business support", by=("book_meeting kind=first",), source="domain T07"),
    Requirement(meeting_gives_enough_notice, "Book a later day.", "Social worker", override=Role.SERVICE_MANAGER, by=("book_meeting kind=first",), source="domain K09"),
    Requirement(first_meeting_within_timescale, "Book an earlier day.", "Social worker", override=Role.SERVICE_MANAGER, by=("book_meeting kind=first",), source="domain K08"),
    Requirement(not_before_decision_to_enter, "Correct the date.", "Whoever recorded it", source="domain G5"),
    Requirement(needs_met, "Record how each need was met.", "Social worker", override=Role.GATEWAY_CHAIR, by=("meet_need",), source="domain E8, G11"),
)  # fmt: skip
