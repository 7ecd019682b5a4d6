"""Both sides of what a letter before proceedings must be before it is approved and sent."""

from __future__ import annotations

from typing import Any

from plo_workflow.kinds import Decision, LetterStep, MeetingKind, NeedKind
from plo_workflow.models import (
    GatewayDecision,
    Letter,
    LetterReview,
    MeetingBooking,
    Need,
    NeedMet,
)
from plo_workflow.requirements import letters, meetings, sending
from tests.builders import born, made, moved
from tests.plo_workflow.requirements.sides import (
    JO,
    ON,
    SAT,
    Sides,
    Table,
    ask,
    by,
    has,
    letter,
    person,
    posting,
)
from tests.plo_workflow.weekdays import day

WHOLE = dict.fromkeys(letters.SECTIONS, "In plain words.")
JO_MERROW = person()
WRITTEN = letter(sections=WHOLE, recorded_by="sam")


def reviewed(step: LetterStep, by: str, of: Letter = WRITTEN) -> LetterReview:
    return made(LetterReview, ON, letter_id=of.id, step=step, content_hash=of.content_hash, recorded_by=by)


def booked(on: str) -> MeetingBooking:
    return made(MeetingBooking, ON, kind=MeetingKind.FIRST, meeting_on=day(on))


def need(kind: NeedKind) -> Need:
    return made(Need, ON, id=904, person_id=JO, kind=kind, details=None)


APPROVED = [reviewed(LetterStep.MANAGER, "tess"), reviewed(LetterStep.LEGAL, "lee")]
AS_LAWYER: dict[str, Any] = {"given": {"step": LetterStep.LEGAL}, **by("lee")}
NO_OFFER = letter(sections=WHOLE, fgdm_offered=False)
IN_FORCE: dict[str, Any] = {"on": day("Wed 29 Apr 2026")}

WREN = born("Wren", SAT, ON, id=914, joined_later=True)
WREN_ENTERS = made(
    GatewayDecision, day("Thu 15 Jan 2026"), sitting_id=905, child_id=WREN.id, decision=Decision.ENTER, reasons="Born."
)

SIDES: Table = {
    letters.letter_says_what_it_must: has(
        JO_MERROW, WRITTEN, without=[JO_MERROW, letter(sections={**WHOLE, "must_change": " ", "free_lawyer": ""})],
        missing="does not say what must change and by when and the right to free legal advice and how to get it",
    ),
    letters.family_meeting_offered_in_letter: has(
        JO_MERROW, WRITTEN, without=[JO_MERROW, NO_OFFER], missing="The letter to Jo Merrow does not offer", **IN_FORCE
    ),
    letters.readability_checked: has(
        JO_MERROW, WRITTEN, reviewed(LetterStep.READABILITY, "ben"), without=[JO_MERROW, WRITTEN],
        missing="Nobody has yet read the letter to Jo Merrow",
    ),
    letters.needs_recorded: has(
        JO_MERROW, WRITTEN, need(NeedKind.NONE), without=[JO_MERROW, WRITTEN], missing="What Jo Merrow needs"
    ),
    letters.solicitor_list_fresh: has(
        JO_MERROW, letter(solicitor_list_on=day("Mon 15 Dec 2025")),
        without=[JO_MERROW, letter(solicitor_list_on=day("Sun 14 Dec 2025"))],
        missing="The solicitor list with the letter to Jo Merrow is missing or older than 30 days",
    ),
    letters.approver_did_not_write_letter: Sides(
        ask(JO_MERROW, WRITTEN, **by("tess")), ask(JO_MERROW, WRITTEN, **by("sam")), "You wrote the letter to Jo Merrow"
    ),
    letters.manager_approves_before_lawyer: has(
        JO_MERROW, WRITTEN, APPROVED[0], without=[JO_MERROW, WRITTEN], missing="The manager has not yet approved",
        **AS_LAWYER
    ),
    sending.further_letter_called_for: has(
        JO_MERROW, WRITTEN, posting(), WREN, WREN_ENTERS, without=[JO_MERROW, WRITTEN, posting(), WREN],
        missing="No child joined, by a decision of the gateway",
    ),
    sending.letter_is_a_further_one: has(
        WRITTEN, without=[WRITTEN, posting()], missing="has been sent", given={"letter_id": WRITTEN.id}
    ),
    letters.letters_approved: has(
        JO_MERROW, WRITTEN, *APPROVED, without=[JO_MERROW, WRITTEN, *APPROVED[:1]],
        missing="The letter to Jo Merrow is not approved by a manager and a lawyer",
    ),
    sending.every_addressee_written_to: has(
        JO_MERROW, WRITTEN, posting(), without=[JO_MERROW, WRITTEN],
        missing="The letter to Jo Merrow is not recorded as sent"
    ),
    sending.letters_are_out: has(
        JO_MERROW, WRITTEN, posting(), without=[JO_MERROW, WRITTEN],
        missing="are not out. The letter to Jo Merrow is not recorded as sent"
    ),
    sending.first_meeting_booked: has(
        booked("Tue 20 Jan 2026"), missing="not booked. It can be from 19 January 2026 to 28 January 2026"
    ),
    sending.meeting_gives_enough_notice: has(
        booked("Mon 19 Jan 2026"), without=[booked("Fri 16 Jan 2026")], missing="may not be before 19 January 2026"
    ),
    sending.first_meeting_within_timescale: has(
        booked("Wed 28 Jan 2026"), without=[booked("Thu 29 Jan 2026")], missing="is due by 28 January 2026"
    ),
    sending.not_before_decision_to_enter: has(
        moved("record_decision_enter", SAT), posting(),
        without=[moved("record_decision_enter", SAT), posting(on=day("Mon 12 Jan 2026"))],
        missing="dated 12 January 2026, before the decision",
    ),
    meetings.needs_met: has(
        JO_MERROW, need(NeedKind.INTERPRETER), made(NeedMet, ON, need_id=904, how="A sworn interpreter."),
        without=[JO_MERROW, need(NeedKind.INTERPRETER)], missing="Jo Merrow: interpreter",
    ),
}  # fmt: skip
