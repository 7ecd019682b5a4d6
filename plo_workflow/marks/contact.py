"""Marks that letters to parents and meetings with them leave."""

from __future__ import annotations

from collections.abc import Iterable

from plo_workflow.kinds import Decision, LetterKind, MeetingKind, MilestoneKind, PostingEvent
from plo_workflow.marks.casework import milestones
from plo_workflow.marks.decisions import entered, exit_decided, exit_or_over, gone_on_after_court, over
from plo_workflow.marks.marking import Mark, Marks, Read, in_order, mark, reads
from plo_workflow.models import (
    CaseFile,
    Child,
    GatewayDecision,
    Letter,
    Meeting,
    Milestone,
    MinutesSent,
    Person,
    Posting,
    TrackerRow,
)
from plo_workflow.policy import Policy

OUT: tuple[Read, ...] = ((Posting, PostingEvent.SENT), (Posting, PostingEvent.LEFT_ON_FILE))
"""What says that a letter went out, or could not and was left on the file."""


def _sent(file: CaseFile, letters_sent: Iterable[Letter]) -> list[tuple[Letter, Posting]]:
    letters = {letter.id: letter for letter in letters_sent}
    done = (PostingEvent.SENT, PostingEvent.LEFT_ON_FILE)
    return [(letters[p.letter_id], p) for p in file.all(Posting) if p.letter_id in letters and p.event in done]


def _all_sent(file: CaseFile, kind: LetterKind, child_id: int | None = None) -> list[Mark]:
    """The posting with which everybody who was to get such a letter by then had been written to, or about a child."""
    written: set[int] = set()
    for letter, posting in _sent(file, file.having(Letter, kind=kind, child_id=child_id)):
        written.add(letter.person_id)
        people = file.having(Person, gets_letter=True)
        if written >= {person.id for person in people if person.happened_on <= posting.happened_on}:
            return [mark(posting, subject=f"child:{child_id}" if child_id else "")]
    return []


@reads(Person, (Letter, LetterKind.BEFORE_PROCEEDINGS), *OUT)
def letters_all_sent(file: CaseFile, policy: Policy) -> Marks:
    """The last required letter before proceedings to the family went out."""
    return _all_sent(file, LetterKind.BEFORE_PROCEEDINGS)


@reads(*letters_all_sent.reads, Child, GatewayDecision)
def each_joined_child_decided(file: CaseFile, policy: Policy) -> Marks:
    """The decision to enter for each child who joined, where the family's letters were out and said nothing of them."""
    out = [(one.on, one.recorded_at) for one in letters_all_sent(file, policy)]
    joined = {child.id for child in file.having(Child, joined_later=True)}
    decided = [one for one in file.having(GatewayDecision, decision=Decision.ENTER) if one.child_id in joined]
    since = [one for one in decided if out and in_order(one) > out[0]]
    first = {one.child_id: one for one in reversed(since)}
    return [mark(one, subject=f"child:{child_id}") for child_id, one in first.items()]


@reads(*letters_all_sent.reads, *exit_or_over.reads, TrackerRow)
def each_late_addressee(file: CaseFile, policy: Policy) -> Marks:
    """Each person who is to get a letter and was recorded when the family's were out and no exit decided yet (E10).

    To whom the letters of a tracker went nobody knows, so there nobody is late.
    """
    out, row = letters_all_sent(file, policy), file.first(TrackerRow)
    if not out or (row and out[0].on <= row.happened_on):
        return []
    exits = [(one.on, one.recorded_at) for one in exit_or_over(file, policy) if not one.subject]
    late = [one for one in file.having(Person, gets_letter=True) if one.happened_on > out[0].on]
    return [mark(one, subject=f"person:{one.id}") for one in late if not any(on <= in_order(one) for on in exits)]


@reads(*each_joined_child_decided.reads, *each_late_addressee.reads)
def further_letters_called_for(file: CaseFile, policy: Policy) -> Marks:
    """What calls for letters once the family's are out: a child who joined (E3), a person who was left out (E10)."""
    return [*each_joined_child_decided(file, policy), *each_late_addressee(file, policy)]


@reads(*entered.reads, *further_letters_called_for.reads)
def letters_called_for(file: CaseFile, policy: Policy) -> Marks:
    """The decision to enter, and whatever calls for a letter once the family's are out."""
    return [*entered(file, policy), *further_letters_called_for(file, policy)]


@reads(*over.reads, *exit_decided.reads, *further_letters_called_for.reads)
def letters_moot(file: CaseFile, policy: Policy) -> Marks:
    """Pre-proceedings ended; or the exit was decided, after which no further letter before them is written."""
    further = further_letters_called_for(file, policy)
    exits = [one._replace(subject=called.subject) for called in further for one in exit_decided(file, policy)]
    return [*over(file, policy), *exits]


@reads(*letters_all_sent.reads, *entered.reads)
def letters_all_sent_to_and_about_each(file: CaseFile, policy: Policy) -> Marks:
    """The last required letter went out, to the family and about each child who joined later; and each to a person.

    Letters that a tracker dates before the decision to enter were out on the day of that decision.
    """
    letters, begun = file.having(Letter, kind=LetterKind.BEFORE_PROCEEDINGS), entered(file, policy)
    for child_id in {letter.child_id: None for letter in letters}:
        for one in _all_sent(file, LetterKind.BEFORE_PROCEEDINGS, child_id):
            decided = max([one, *begun], key=lambda mark: mark.on)
            yield one._replace(on=decided.on, recorded_at=max(one.recorded_at, decided.recorded_at))
    for letter, posting in _sent(file, [letter for letter in letters if letter.child_id is None]):
        yield mark(posting, subject=f"person:{letter.person_id}")


@reads((Letter, LetterKind.BEFORE_PROCEEDINGS), *OUT)
def each_letter_sent(file: CaseFile, policy: Policy) -> Marks:
    """Each letter before proceedings that went out; serving it again does not reset the count (E6)."""
    letters = file.having(Letter, kind=LetterKind.BEFORE_PROCEEDINGS)
    sent = [(letter, p) for letter, p in _sent(file, letters) if p.event == PostingEvent.SENT]
    first = {letter.id: posting for letter, posting in reversed(sent)}
    return [mark(posting, subject=f"letter:{letter_id}") for letter_id, posting in first.items()]


@reads((Posting, PostingEvent.DELIVERED))
def each_letter_delivered(file: CaseFile, policy: Policy) -> Marks:
    """Each letter that is known to have arrived."""
    return [mark(p, subject=f"letter:{p.letter_id}") for p in file.having(Posting, event=PostingEvent.DELIVERED)]


@reads(Person, (Letter, LetterKind.OF_ISSUE), *OUT)
def letters_of_issue_sent(file: CaseFile, policy: Policy) -> Marks:
    """The last letter of issue went out."""
    return _all_sent(file, LetterKind.OF_ISSUE)


@reads(Person, (Letter, LetterKind.CLOSING), *OUT)
def closing_letters_sent(file: CaseFile, policy: Policy) -> Marks:
    """The last closing letter went out."""
    return _all_sent(file, LetterKind.CLOSING)


def _effective(file: CaseFile, *kinds: MeetingKind) -> list[Meeting]:
    return [meeting for meeting in file.all(Meeting) if meeting.effective and meeting.kind in kinds]


@reads((Meeting, MeetingKind.FIRST))
def first_meeting_effective(file: CaseFile, policy: Policy) -> Marks:
    """The first meeting that was effective; one that failed counts for nothing here."""
    return [mark(meeting) for meeting in _effective(file, MeetingKind.FIRST)][:1]


@reads((Posting, PostingEvent.DELIVERED), (Meeting, MeetingKind.FIRST))
def each_letter_delivered_before_the_meeting(file: CaseFile, policy: Policy) -> Marks:
    """Each letter that is known to have arrived, but for those that came when the first meeting had been held."""
    held = [(one.on, one.recorded_at) for one in first_meeting_effective(file, policy)]
    return [one for one in each_letter_delivered(file, policy) if not held or (one.on, one.recorded_at) <= held[0]]


@reads((Meeting, MeetingKind.REVIEW))
def review_effective(file: CaseFile, policy: Policy) -> Marks:
    """Each review meeting that was effective."""
    return [mark(meeting) for meeting in _effective(file, MeetingKind.REVIEW)]


@reads((Meeting, MeetingKind.REVIEW), *gone_on_after_court.reads)
def reviews_go_on(file: CaseFile, policy: Policy) -> Marks:
    """Each review meeting that was effective, and going on with the plan after court, from which the next counts."""
    return [*review_effective(file, policy), *gone_on_after_court(file, policy)]


@reads((Meeting, MeetingKind.FINAL), Milestone)
def final_meeting_done(file: CaseFile, policy: Policy) -> Marks:
    """The final meeting with the parents was held, or waived with a reason."""
    yield from (mark(meeting) for meeting in _effective(file, MeetingKind.FINAL))
    yield from (one._replace(subject="") for one in milestones(file, MilestoneKind.FINAL_MEETING_WAIVED))


@reads(Meeting)
def each_meeting(file: CaseFile, policy: Policy) -> Marks:
    """Each effective meeting, for its own minutes."""
    return [mark(meeting, subject=f"meeting:{meeting.id}") for meeting in _effective(file, *MeetingKind)]


@reads(MinutesSent)
def minutes_out(file: CaseFile, policy: Policy) -> Marks:
    """The minutes of a meeting went out."""
    return [mark(sent, subject=f"meeting:{sent.meeting_id}") for sent in file.all(MinutesSent)]
