"""Letters to the family: drafting, reading, approving, sending, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from plo_workflow.access import CASEWORKERS, EVERYONE
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.freezing import check_may_write_to_family
from plo_workflow.cases.order import check_order
from plo_workflow.cases.outcomes import open_child
from plo_workflow.cases.registry import command, move_command
from plo_workflow.cases.work import Work
from plo_workflow.errors import NotGiven, NotYourRole
from plo_workflow.kinds import LetterKind, LetterStep, PostingEvent, Role
from plo_workflow.marks.contact import each_joined_child_decided, letters_all_sent
from plo_workflow.models import Fact, Letter, LetterReview, Person, Posting

To = Annotated[int, Choose("people")]
About = Annotated[int, Choose("joined_children")]
Further = Annotated[int, Choose("further_letters")]
WhichLetter = Annotated[int, Choose("letters")]


@dataclass(frozen=True)
class Sent:
    """One letter that went out, and how."""

    letter: WhichLetter
    how: str


@command("Draft a letter before proceedings", CASEWORKERS, "letters")
def draft_letter_before_proceedings(
    work: Work,
    *,
    on: date,
    person: To,
    child: About | None = None,
    worries: str,
    help_given: str,
    must_change: str,
    help_offered: str,
    assessments: str,
    meeting: str,
    free_lawyer: str,
    family: str,
    if_nothing_changes: str,
    fgdm_offered: bool,
    solicitor_list_on: date | None = None,
) -> Fact:
    """Write, or write anew, the letter to one person. A new wording needs to be read and approved again.

    `child` is one who joined when the family's letters were out, and whom they say nothing of (E3).
    """
    sections = {
        "worries": worries, "help_given": help_given, "must_change": must_change, "help_offered": help_offered,
        "assessments": assessments, "meeting": meeting, "free_lawyer": free_lawyer, "family": family,
        "if_nothing_changes": if_nothing_changes,
    }  # fmt: skip
    check_may_write_to_family(work, on)
    to = work.find(Person, person)
    child_id = _joined(work, child) if child else None
    standing = work.file.last(Letter, kind=LetterKind.BEFORE_PROCEEDINGS, person_id=to.id, child_id=child_id)
    if standing:
        if work.file.having(Posting, letter_id=standing.id):
            raise NotYourRole("This letter has been sent and can no longer be reworded.")
        work.amend(
            standing,
            "written anew",
            recorded_at=work.at,
            recorded_by=work.actor.key,
            sections=sections,
            fgdm_offered=fgdm_offered,
            solicitor_list_on=solicitor_list_on,
        )
        return standing
    letter = Letter(
        happened_on=on, kind=LetterKind.BEFORE_PROCEEDINGS, person_id=to.id, child_id=child_id, sections=sections,
        fgdm_offered=fgdm_offered, solicitor_list_on=solicitor_list_on,
    )  # fmt: skip
    return work.record(letter)


def _joined(work: Work, child_id: int) -> int:
    """A child who gets letters of their own. Raises `NotGiven` for one whom the family's letters are about."""
    child = open_child(work, child_id)
    called_for = each_joined_child_decided(work.file, work.rules.policy)
    if f"child:{child.id}" in {one.subject for one in called_for}:
        return child.id
    if child.joined_later and letters_all_sent(work.file, work.rules.policy):
        raise NotGiven(
            f"No gateway has decided to enter pre-proceedings for {child.given_name} since the letters went."
        )
    raise NotGiven(
        f"The family's letters are about {child.given_name} too: only a child who joined when they were out has others."
    )


@command("Draft another letter", CASEWORKERS, "letters")
def draft_letter(work: Work, *, on: date, person: To, kind: LetterKind, text: str) -> Fact:
    """Write a review invitation, extension letter, letter of issue or closing letter to one person."""
    if not text.strip():
        raise NotGiven("The letter has no words yet.")
    check_may_write_to_family(work, on)
    to = work.find(Person, person)
    return work.record(Letter(happened_on=on, kind=kind, person_id=to.id, sections={"text": text}))


@command("Confirm that a letter reads plainly", EVERYONE, "letters")
def confirm_readability(work: Work, *, on: date, letter: WhichLetter) -> None:
    """A second person confirms: I would understand this if I were the parent."""
    read = work.find(Letter, letter)
    if read.recorded_by == work.actor.key:
        raise NotYourRole("You wrote this letter; somebody else must read it for plain words.")
    _reviewed(work, read, LetterStep.READABILITY, on)


@move_command("approve_letter")
def approve_letter(work: Work, *, on: date, letter: WhichLetter, step: LetterStep) -> None:
    """Approve one letter as it reads now: first the team manager, then an authority lawyer (T06)."""
    _approve(work, "approve_letter", letter, step, on)


@move_command("approve_joined_letter")
def approve_joined_letter(work: Work, *, on: date, letter: Further, step: LetterStep) -> None:
    """Approve as T06 does a letter that is owed once the family's are out: about a child who joined (E3), or to
    somebody who was left out (E10)."""
    _approve(work, "approve_joined_letter", letter, step, on)


def _approve(work: Work, move: str, letter: int, step: LetterStep, on: date) -> None:
    wanted = {LetterStep.MANAGER: Role.TEAM_MANAGER, LetterStep.LEGAL: Role.AUTHORITY_LAWYER}.get(step)
    if wanted is None:
        raise NotGiven("A letter is approved by the manager or by the lawyer.")
    if not work.actor.holds(wanted):
        raise NotYourRole(f"This approval is for the {wanted.label.lower()} to give.")
    approved = work.find(Letter, letter)
    work.move(move, on=on, letter_id=approved.id, step=step)
    _reviewed(work, approved, step, on)


def _reviewed(work: Work, letter: Letter, step: LetterStep, on: date) -> None:
    work.record(LetterReview(happened_on=on, letter_id=letter.id, step=step, content_hash=letter.content_hash))


@move_command("issue_letters")
def issue_letters(work: Work, *, on: date, sent: list[Sent]) -> None:
    """Send the letters before proceedings (T07); a letter that went out earlier may be recorded beforehand."""
    for one in sent:
        _posted(work, work.find(Letter, one.letter), PostingEvent.SENT, on, one.how, None)
    work.move("issue_letters", on=on)


@command("Record a letter as sent", CASEWORKERS, "letters")
def record_letter_sent(work: Work, *, on: date, letter: WhichLetter, how: str) -> None:
    """A letter went out by itself, or was served again; letters before proceedings mostly go by `issue_letters`.

    Raises `NotGiven` for a letter before proceedings that a manager and a lawyer have not approved as it reads.
    """
    sent = work.find(Letter, letter)
    _posted(work, sent, PostingEvent.SENT, on, how, None)
    reviews = work.file.having(LetterReview, letter_id=letter, content_hash=sent.content_hash)
    approved = {review.step for review in reviews} >= {LetterStep.MANAGER, LetterStep.LEGAL}
    if sent.kind == LetterKind.BEFORE_PROCEEDINGS and not approved:
        raise NotGiven(
            "A letter before proceedings goes out only when a manager and a lawyer have approved it as it now reads."
        )


@command("Record that a letter arrived", CASEWORKERS, "letters")
def record_letter_delivered(work: Work, *, on: date, letter: WhichLetter, evidence: str) -> None:
    """There is evidence that the letter reached the person (stops K07)."""
    _posted(work, work.find(Letter, letter), PostingEvent.DELIVERED, on, None, evidence)


@command("Record that a letter came back", CASEWORKERS, "letters")
def record_letter_returned(work: Work, *, on: date, letter: WhichLetter, evidence: str) -> None:
    """The letter came back undelivered; the time for confirming receipt runs on (E6)."""
    _posted(work, work.find(Letter, letter), PostingEvent.RETURNED, on, None, evidence)


@command("Leave a letter on file", CASEWORKERS, "letters")
def leave_letter_on_file(work: Work, *, on: date, letter: WhichLetter, evidence: str) -> None:
    """The person cannot be found and going on was approved: the letter stays on the file (E5)."""
    _posted(work, work.find(Letter, letter), PostingEvent.LEFT_ON_FILE, on, None, evidence)


def _posted(work: Work, letter: Letter, event: PostingEvent, on: date, how: str | None, evidence: str | None) -> None:
    if event == PostingEvent.SENT:
        check_may_write_to_family(work, on)
    if event in (PostingEvent.DELIVERED, PostingEvent.RETURNED) and not _was_sent(work, letter):
        raise NotGiven("This letter is not recorded as sent. Record first when it went out.")
    posting = Posting(happened_on=on, letter_id=letter.id, event=event, how=how, evidence=evidence)
    check_order(work.file, work.record(posting))


def _was_sent(work: Work, letter: Letter) -> bool:
    return work.file.first(Posting, letter_id=letter.id, event=PostingEvent.SENT) is not None
