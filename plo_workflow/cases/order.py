"""Which fact cannot have happened before which (domain G5), asked when a fact is recorded or its date corrected.

What came out of order from a council's tracker is a query on the case and not refused (`importing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plo_workflow.errors import DateOutOfOrder
from plo_workflow.kinds import LetterKind, PostingEvent
from plo_workflow.marks.decisions import TO_ENTER
from plo_workflow.marks.marking import moved
from plo_workflow.models import (
    Action,
    ActionDone,
    Assessment,
    AssessmentFiled,
    CaseFile,
    Fact,
    GatewayDecision,
    GatewaySitting,
    Letter,
    Meeting,
    MinutesSent,
    Move,
    Posting,
    RecordSigned,
)
from plo_workflow.stages import MOVES
from plo_workflow.working_days import in_words

FOLLOWS: dict[type[Fact], tuple[str, type[Fact], str, str]] = {
    RecordSigned: ("sitting_id", GatewaySitting, "A record cannot be signed or shared", "the gateway sat"),
    GatewayDecision: ("sitting_id", GatewaySitting, "A decision cannot have been made", "the gateway sat"),
    MinutesSent: ("meeting_id", Meeting, "Minutes cannot have been sent", "the meeting was held"),
    AssessmentFiled: ("assessment_id", Assessment, "An assessment cannot have been filed", "it was asked for"),
    ActionDone: ("action_id", Action, "An action cannot have been completed", "it was agreed"),
}
"""A kind of fact, the column by which it points to the one it follows, that one's kind, and how a fault is said."""


WENT = {
    PostingEvent.SENT: "gone out",
    PostingEvent.DELIVERED: "arrived",
    PostingEvent.RETURNED: "come back",
    PostingEvent.LEFT_ON_FILE: "been left on file",
}
"""What cannot have become of a letter too early."""


def check_order(file: CaseFile, fact: Fact) -> None:
    """Raise `DateOutOfOrder` if a fact of the file comes before what it must follow, or after what must follow it."""
    for earlier, later, what, since in _pairs(file, fact):
        if later.happened_on < earlier.happened_on:
            raise DateOutOfOrder(
                f"{what} on {in_words(later.happened_on)}: {since} on {in_words(earlier.happened_on)}."
            )


def _pairs(file: CaseFile, fact: Fact) -> Iterator[tuple[Fact, Fact, str, str]]:
    for kind, (column, target, what, since) in FOLLOWS.items():
        if kind is type(fact):
            yield from ((one, fact, what, since) for one in file.having(target, id=getattr(fact, column)))
        if target is type(fact):
            yield from ((fact, one, what, since) for one in file.having(kind, **{column: fact.id}))
    if isinstance(fact, Letter | Posting):
        yield from _letter_on_its_way(file, fact.id if isinstance(fact, Letter) else fact.letter_id)
    if isinstance(fact, Posting):
        yield from _letters_after_decision(file, [fact])
    if isinstance(fact, Move):
        yield from _letters_after_decision(file, file.all(Posting))
    if isinstance(fact, Move):
        yield from _moves_one_after_another(file)


def _letter_on_its_way(file: CaseFile, letter_id: int) -> Iterator[tuple[Fact, Fact, str, str]]:
    """What became of a letter, with its being sent for the first time or else written."""
    sent = file.first(Posting, letter_id=letter_id, event=PostingEvent.SENT)
    for letter in file.having(Letter, id=letter_id):
        for one in file.having(Posting, letter_id=letter_id):
            what = f"A letter cannot have {WENT[PostingEvent(one.event)]}"
            if sent and one.event in (PostingEvent.DELIVERED, PostingEvent.RETURNED):
                yield sent, one, what, "it was sent"
            else:
                yield letter, one, what, "it was written"


def _letters_after_decision(file: CaseFile, postings: Iterable[Posting]) -> Iterator[tuple[Fact, Fact, str, str]]:
    letters = {letter.id for letter in file.having(Letter, kind=LetterKind.BEFORE_PROCEEDINGS)}
    what, since = "A letter before proceedings cannot have been sent", "pre-proceedings were decided"
    for entered in moved(file, *TO_ENTER)[:1]:
        for posting in postings:
            if posting.event == PostingEvent.SENT and posting.letter_id in letters:
                yield entered, posting, what, since


def _moves_one_after_another(file: CaseFile) -> Iterator[tuple[Fact, Fact, str, str]]:
    """Each move with the one that led to its stage, and one that leads on with every move made at that stage."""
    here: list[Move] = []
    for move in sorted(file.all(Move), key=lambda one: one.id if one.id > 0 else (1 << 62) - one.id):
        leads_on = move.from_stage != move.to_stage
        for earlier in here if leads_on else here[:1]:
            what, since = (f"“{MOVES[one.move].label}”" for one in (move, earlier))
            yield earlier, move, f"{what} cannot be dated", f"{since} came before it,"
        here = [move] if leads_on else [*here, move]
