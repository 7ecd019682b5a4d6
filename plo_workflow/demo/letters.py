"""The letters to a made-up family: written, read, approved and sent, and what became of each."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from plo_workflow.cases.family import record_need, record_representation, record_tracing
from plo_workflow.cases.gateway import approve
from plo_workflow.cases.letters import (
    Sent,
    approve_letter,
    confirm_readability,
    draft_letter,
    draft_letter_before_proceedings,
    issue_letters,
    leave_letter_on_file,
    record_letter_delivered,
    record_letter_returned,
    record_letter_sent,
)
from plo_workflow.cases.meetings import book_meeting
from plo_workflow.cases.ongoing import record_family_meeting
from plo_workflow.demo import words
from plo_workflow.demo.family import Family, Journey, Telling
from plo_workflow.demo.household import Adult
from plo_workflow.demo.names import FIRMS, SOLICITORS, TOWNS, telephone
from plo_workflow.demo.ongoing import account_for
from plo_workflow.kinds import ApprovalKind, FamilyStep, LetterKind, LetterStep, MeetingKind, NeedKind
from plo_workflow.working_days import in_words

TRACING = (
    ("Electoral roll", "Not on it."),
    ("Relatives asked", "They have not heard from him this year."),
    ("Housing records", "Moved away; no address left."),
)


def send_letters(family: Family) -> Telling[date]:
    """From the decision to enter to the day the letters go out; gives the day of the first meeting, named in them."""
    send_on = max(family.later("letter_sent", family.entered_on), family.working_days(1))
    days = family.world.calendar.working_days_between(family.today, send_on)
    meeting_on = _first_meeting_day(family, send_on)
    approve_on = family.working_days(max(1, 2 * days // 3))
    yield from family.until(family.working_days(max(1, days // 3)))
    letters, offer = {}, _makes_an_offer(family, meeting_on)
    for adult in family.home.parents:
        letters[adult.name] = yield from _write(family, adult, meeting_on, offer)
    yield from family.until(approve_on)
    for letter in letters.values():
        for by, step in ((family.team.manager, LetterStep.MANAGER), (family.lawyer, LetterStep.LEGAL)):
            yield from family.do(by, approve_letter, on=family.today, letter=letter, step=step)
    yield from family.until(send_on)
    yield from _send(family, letters, meeting_on, offer)
    if family.today > family.limit("letter_sent", family.entered_on):
        yield from account_for(family, "letter_sent")
    return meeting_on


def _first_meeting_day(family: Family, send_on: date) -> date:
    """Within its timescale, and with enough notice."""
    wished = family.later("first_meeting", send_on)
    return max(min(wished, family.limit("first_meeting_held", send_on)), family.limit("minimum_notice", send_on))


def _write(family: Family, adult: Adult, meeting_on: date, offer: bool) -> Telling[int]:
    """What the person needs is asked, and the letter is written and read by a colleague."""
    told = yield from family.do(
        family.worker, record_need, on=family.today, person=adult.id, kind=adult.need, details=adult.language
    )
    adult.need_id = 0 if adult.need == NeedKind.NONE else told.value
    sections = words.letter_sections(
        adult.name, family.children_named, family.home.themes, in_words(meeting_on), telephone(family.home.number)
    )
    told = yield from family.do(
        family.worker,
        draft_letter_before_proceedings,
        on=family.today,
        person=adult.id,
        child=None,
        fgdm_offered=offer,
        solicitor_list_on=family.today - timedelta(days=family.dice.between(0, 10)),
        **sections,
    )
    yield from family.do(family.team.support, confirm_readability, on=family.today, letter=told.value)
    return int(told.value)


def _makes_an_offer(family: Family, meeting_on: date) -> bool:
    """Where a letter is read under the new law it offers a family meeting; before that, most do (s.31ZA)."""
    return meeting_on >= family.world.policy.fgdm.in_force_on or family.dice.happens("meeting_offered")


def _send(family: Family, letters: dict[str, int], meeting_on: date, offer: bool) -> Journey:
    yield from family.do(
        family.team.support,
        book_meeting,
        on=family.today,
        kind=MeetingKind.FIRST,
        meeting_on=meeting_on,
        place=TOWNS[0],
    )
    for adult in family.home.parents:
        if not adult.found:
            yield from _go_on_without(family, adult, letters[adult.name])
    sent = [Sent(letters[adult.name], "by hand") for adult in family.home.reachable]
    yield from family.do(family.worker, issue_letters, on=family.today, sent=sent)
    for adult in family.home.reachable:
        family.plan(family.later("letter_arrived"), partial(_arrive, family, letters[adult.name]))
        if family.dice.happens("has_a_solicitor"):
            family.plan(family.working_days(family.dice.between(1, 4)), partial(_find_solicitor, family, adult))
    if offer:
        family.meeting.offered = True
        yield from family.do(family.worker, record_family_meeting, on=family.today, step=FamilyStep.OFFERED)
        family.plan(family.working_days(family.dice.between(3, 12)), partial(_answer_offer, family))


def _go_on_without(family: Family, adult: Adult, letter: int) -> Journey:
    """A parent who cannot be found: looked for in several ways, and the chair agrees to go on."""
    for method, result in TRACING:
        yield from family.do(
            family.worker, record_tracing, on=family.today, person=adult.id, method=method, result=result
        )
    yield from family.do(
        family.chair,
        approve,
        on=family.today,
        what=ApprovalKind.PROCEED_WITHOUT_LETTER,
        person=adult.id,
        reason="Looked for in three ways; the children cannot wait.",
    )
    evidence = "Kept on file until he is found."
    yield from family.do(family.worker, leave_letter_on_file, on=family.today, letter=letter, evidence=evidence)


def _arrive(family: Family, letter: int) -> Journey:
    by = family.team.support
    if not family.dice.happens("letter_comes_back"):
        evidence = "Signed for."
        yield from family.do(by, record_letter_delivered, on=family.today, letter=letter, evidence=evidence)
        return
    evidence = "Came back: not known at this address."
    yield from family.do(by, record_letter_returned, on=family.today, letter=letter, evidence=evidence)
    family.plan(family.working_days(2), partial(_send_once_more, family, letter))


def _send_once_more(family: Family, letter: int) -> Journey:
    yield from family.do(family.worker, record_letter_sent, on=family.today, letter=letter, how="by hand")
    yield from family.do(
        family.worker, record_letter_delivered, on=family.today, letter=letter, evidence="Handed over in person."
    )


def _find_solicitor(family: Family, adult: Adult) -> Journey:
    yield from family.do(
        family.team.support,
        record_representation,
        on=family.today,
        person=adult.id,
        solicitor=family.dice.one_of(SOLICITORS),
        firm=family.dice.one_of(FIRMS),
    )
    if family.dice.happens("solicitor_changes"):
        family.plan(family.days(family.dice.between(20, 50)), partial(_find_solicitor, family, adult))


def _answer_offer(family: Family) -> Journey:
    """The offer of a family meeting is accepted or declined; most that are accepted are held."""
    person = family.home.adults[0].id
    family.meeting.accepted = family.dice.happens("meeting_accepted")
    step = FamilyStep.ACCEPTED if family.meeting.accepted else FamilyStep.DECLINED
    yield from family.do(family.worker, record_family_meeting, on=family.today, step=step, person=person)
    if family.meeting.accepted and not family.dice.happens("meeting_never_held"):
        family.plan(family.later("family_meeting"), partial(_hold_family_meeting, family))


def _hold_family_meeting(family: Family) -> Journey:
    if not family.meeting.settled:
        family.meeting.settled = True
        yield from family.do(family.worker, record_family_meeting, on=family.today, step=FamilyStep.HELD)


def settle_family_meeting(family: Family, reason: str) -> Journey:
    """Before an application: what was neither offered nor held is recorded as not in the children's interests."""
    step = FamilyStep.EXEMPT_MEETING if family.meeting.offered else FamilyStep.EXEMPT_OFFER
    needed = not family.meeting.offered or (family.meeting.accepted and not family.meeting.settled)
    if needed:
        family.meeting.settled = True
        yield from exempt(family, step, reason)


def exempt(family: Family, step: FamilyStep, reason: str) -> Journey:
    """An offer or a meeting is not in the children's interests, and the head agrees."""
    yield from family.do(family.worker, record_family_meeting, on=family.today, step=step, reason=reason)
    yield from family.do(family.world.office.head, approve, on=family.today, what=ApprovalKind(step), reason="Agreed.")


def write_letters(family: Family, kind: LetterKind, text: str) -> Telling[dict[str, int]]:
    """A letter of another kind to each parent; gives the letters by the person's name."""
    letters = {}
    for adult in family.home.parents:
        told = yield from family.do(
            family.worker, draft_letter, on=family.today, person=adult.id, kind=kind, text=text.format(name=adult.name)
        )
        letters[adult.name] = int(told.value)
    return letters


def send_to_each(family: Family, letters: dict[str, int]) -> Journey:
    """Letters go out to everybody who can be found, and the others stay on file."""
    for adult in family.home.parents:
        letter = letters[adult.name]
        if adult.found:
            yield from family.do(family.worker, record_letter_sent, on=family.today, letter=letter, how="by hand")
        else:
            evidence = "Kept on file until he is found."
            yield from family.do(family.worker, leave_letter_on_file, on=family.today, letter=letter, evidence=evidence)
