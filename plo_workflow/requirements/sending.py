"""What must be so when letters before proceedings go out, and when one is owed to somebody afterwards."""

from __future__ import annotations

from datetime import date

from plo_workflow.kinds import ApprovalKind, LetterKind, MeetingKind, PostingEvent, Role
from plo_workflow.marks.contact import further_letters_called_for, letters_all_sent
from plo_workflow.marks.decisions import TO_ENTER
from plo_workflow.models import Approval, Letter, MeetingBooking, Move, Person, Posting, TracingAttempt
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, unmet
from plo_workflow.working_days import in_words


def every_addressee_written_to(ask: Ask) -> Finding:
    """Each addressee's letter is sent; where one cannot be found, it is left on file as E5 has it."""
    sent = _sent(ask)
    written = {letter.person_id for letter in _family_letters(ask) if letter.id in sent}
    missing = [p for p in ask.file.having(Person, gets_letter=True) if p.id not in written]
    faults = [fault for person in missing if (fault := _not_excused(ask, person))]
    return either(not faults, "Every addressee was written to.", " ".join(faults))


def _sent(ask: Ask) -> set[int]:
    return {posting.letter_id for posting in ask.file.having(Posting, event=PostingEvent.SENT)}


def _family_letters(ask: Ask) -> list[Letter]:
    return ask.file.having(Letter, kind=LetterKind.BEFORE_PROCEEDINGS, child_id=None)


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
    there = any(letter.id in kept for letter in _family_letters(ask) if letter.person_id == person.id)
    return "" if there else f"The letter to {person.name} is not left on file."


def letters_out(ask: Ask) -> bool:
    """Whether the letters before proceedings are out: as their postings have it, or a tracker that brought no letter."""
    if letters_all_sent(ask.file, ask.policy):
        return True
    imported = [move for move in ask.file.all(Move) if "imported" in move.said]
    since = {stage for move in imported for stage in (move.from_stage, move.to_stage)}
    return not since.isdisjoint({"letter_issued", "active_plan"}) and not _family_letters(ask)


def letters_are_out(ask: Ask) -> Finding:
    """The letters before proceedings went out, and that was not recorded in error."""
    if letters_out(ask):
        return met("The letters before proceedings are out.")
    not_sent = every_addressee_written_to(ask)
    why = "None is recorded as sent." if not_sent.met else not_sent.sentence
    return unmet(f"The letters before proceedings are not out. {why}")


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


def further_letter_called_for(ask: Ask) -> Finding:
    """The gateway decided to enter for a child who joined (E3), or somebody was not written to with the others (E10)."""
    sent = _sent(ask)
    drafted = any(letter.id not in sent for letter in _family_letters(ask))
    return either(
        drafted or not letters_out(ask) or further_letters_called_for(ask.file, ask.policy),
        "A letter is owed since the family's letters went.",
        "No child joined, by a decision of the gateway, when the family's letters were out, "
        "and everybody who gets a letter was written to.",
    )


def letter_is_a_further_one(ask: Ask) -> Finding:
    """The letter is about a child who joined (E3), or to somebody who has not been written to (E10)."""
    sent, named = _sent(ask), ask.given.get("letter_id")
    letters = [one for one in ask.file.having(Letter, kind=LetterKind.BEFORE_PROCEEDINGS) if named in (None, one.id)]
    return either(
        any(letter.child_id or letter.id not in sent for letter in letters),
        "The letter is about a child who joined, or to somebody not yet written to.",
        "This letter about the whole family has been sent." if named else "The letter that is owed is not drafted yet.",
    )


ROWS = (
    Requirement(further_letter_called_for, "Approve the family's letters while they are in preparation.", "Team manager, then authority lawyer", source="domain E3, E10"),
    Requirement(letter_is_a_further_one, "Draft the letter that is owed.", "Social worker", by=("draft_letter_before_proceedings",), source="domain E3, E10"),
    Requirement(every_addressee_written_to, "Record each letter as sent, or the tracing of a person who cannot be found.", "Social worker or business support", with_the_move=True, by=("record_tracing",), source="domain E5"),
    Requirement(letters_are_out, "Record each letter as sent.", "Social worker or business support", by=("record_letter_sent",), source="domain T07"),
    Requirement(first_meeting_booked, "Book the first meeting.", "Social worker or business support", by=("book_meeting kind=first",), source="domain T07"),
    Requirement(meeting_gives_enough_notice, "Book a later day.", "Social worker", override=Role.SERVICE_MANAGER, by=("book_meeting kind=first",), source="domain K09"),
    Requirement(first_meeting_within_timescale, "Book an earlier day.", "Social worker", override=Role.SERVICE_MANAGER, by=("book_meeting kind=first",), source="domain K08"),
    Requirement(not_before_decision_to_enter, "Correct the date.", "Whoever recorded it", source="domain G5"),
)  # fmt: skip
