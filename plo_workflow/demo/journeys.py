"""One made-up family's journey from the request to where it stands, thrown with the dice of CHANCES and SPANS."""

from __future__ import annotations

from datetime import date, timedelta

from plo_workflow.cases.family import record_birth
from plo_workflow.cases.oversight import override_requirement
from plo_workflow.cases.requesting import reopen
from plo_workflow.cases.splitting import split_case
from plo_workflow.demo import words
from plo_workflow.demo.alongside import changes_of_worker, supervision, tracking, visits
from plo_workflow.demo.beginning import ask, decide_at_entry, list_for_gateway, send_letters, write_letters
from plo_workflow.demo.ending import end_otherwise, go_urgently, issue, lodge, step_down
from plo_workflow.demo.middle import FIRST_LIMIT, back_to_gateway, explain, first_meeting, more_time, review
from plo_workflow.demo.stepping import Family, Journey
from plo_workflow.kinds import Judgement, LegalStatus, ReviewReason


def journey(family: Family) -> Journey:
    """Everything that happens to a family, in order; what goes on beside it is put `alongside`."""
    yield from ask(family)
    yield from from_request(family)


def from_request(family: Family) -> Journey:
    """What happens once the gateway was asked for."""
    dice = family.dice
    yield from list_for_gateway(family)
    way = next((key for key in ("not_entered", "issue_now") if dice.happens(key)), "enter")
    yield from decide_at_entry(family, way)
    on = family.entered_on = family.sitting_on
    for place in family.children_unborn:
        born_on = family.children[place].expected_on or on
        family.all_born_on = max(on, born_on + timedelta(days=dice.between(-10, 6)))
        family.alongside.append(birth(family, place, family.all_born_on))
    if way == "not_entered":
        family.over = True
        return
    if way == "issue_now":
        yield from lodge(family, on)
        return
    family.limit_on = on + timedelta(days=FIRST_LIMIT)
    family.alongside += [visits(family, on), supervision(family, on), tracking(family, on)]
    if dice.happens("worker_changes"):
        family.alongside.append(changes_of_worker(family, on))
    yield from letters_and_first_meeting(family)
    yield from reviews_and_exit(family)


def letters_and_first_meeting(family: Family) -> Journey:
    """The letters go out, in time or late, and the parents are met."""
    sent = family.later(family.entered_on, "letter_sent")
    meeting = family.calendar.add_working_days(sent, family.dice.between(5, 10))
    written = max(family.entered_on, family.calendar.add_working_days(sent, -1))
    yield from write_letters(family, written, meeting)
    yield from send_letters(family, sent)
    if family.calendar.working_days_between(family.entered_on, sent) > 5:
        yield from explain(family, sent, "letter_sent", "authority")
    yield from first_meeting(family, meeting)
    family.reviewed_on = meeting


def reviews_and_exit(family: Family) -> Journey:
    """Reviews until the exit gateway; more time for a few; then down, to court, or another way."""
    dice = family.dice
    better = dice.happens("things_get_better")
    overlooked = dice.happens("exit_overlooked")
    exit_on = family.later(family.entered_on, "exit_overlooked" if overlooked else "exit_gateway")
    last = family.calendar.add_working_days(family.reviewed_on, 15)
    for number in (1, 2, 3, 4):
        on = max(family.later(family.reviewed_on, "review"), last)
        if number > 1 and on >= exit_on - timedelta(days=12):
            break
        if dice.happens("urgent") and not better:
            yield from go_urgently(family, on)
            return
        if dice.happens("ends_otherwise"):
            yield from end_otherwise(family, on)
            return
        judgement = Judgement.BETTER if better else dice.one_of((Judgement.SAME, Judgement.WORSE))
        yield from review(family, on, judgement)
        last = family.calendar.add_working_days(family.reviewed_on, 1)
    exit_on = max(exit_on, family.calendar.add_working_days(family.reviewed_on, 2))
    if not overlooked and dice.happens("more_time"):
        yield from extended(family, exit_on, better)
        exit_on = max(family.calendar.add_working_days(family.reviewed_on, 3), family.limit_on - timedelta(days=14))
    yield from back_to_gateway(family, family.worked(exit_on), ReviewReason.EXIT)
    if len(family.child_ids) > 1 and dice.happens("goes_two_ways"):
        yield from go_two_ways(family, to_court=better)
    yield from exit_from_gateway(family, better)


def exit_from_gateway(family: Family, better: bool) -> Journey:
    """Down or to court; some who stepped down come back."""
    if not better:
        yield from issue(family)
        return
    yield from step_down(family)
    if family.dice.happens("comes_back"):
        yield from come_back(family)


def go_two_ways(family: Family, *, to_court: bool) -> Journey:
    """One child goes another way than the others, in a linked case."""
    going = family.child_ids.pop(0)
    done = yield family.step(family.sitting_on, family.chair, split_case, children=[going], reason=words.SPLIT_REASON)
    twin = family.in_case(done.value, family.sitting_on)
    family.beginning.append((twin, issue(twin) if to_court else exceptionally_down(twin)))


def exceptionally_down(family: Family) -> Journey:
    """One child is safe although the last review was not better for all: the chair records the exception."""
    yield family.step(
        family.sitting_on, family.chair, override_requirement, move="decide_step_down",
        requirement="change_is_sustained", reason="This child lives with a grandparent now and is safe there.",
    )  # fmt: skip
    yield from step_down(family)


def come_back(family: Family) -> Journey:
    """A new period begins within a year of the last."""
    on = family.worked(family.sitting_on + timedelta(days=family.dice.between(60, 300)))
    done = yield family.step(
        on, family.worker, reopen, children=family.child_ids, concerns=family.themes[0].summary,
        legal_status=LegalStatus.CHILD_PROTECTION, fgdm_position=words.FAMILY_MEETING_POSITIONS[0],
        earlier_periods_acknowledged=True,
    )  # fmt: skip
    again = family.in_case(done.value, on)
    family.beginning.append((again, from_request(again)))


def extended(family: Family, exit_on: date, better: bool) -> Journey:
    """One extension, for some a second, each with a review in it."""
    on = min(exit_on, family.limit_on - timedelta(days=14))
    on = family.worked(max(on, family.calendar.add_working_days(family.reviewed_on, 1)))
    for number in (1, 2):
        yield from more_time(family, on, number)
        following = family.calendar.add_working_days(family.sitting_on, 8)
        yield from review(family, following, Judgement.BETTER if better else Judgement.SAME)
        if number == 2 or not family.dice.happens("more_time_again"):
            return
        on = family.calendar.add_working_days(family.reviewed_on, 1)


def birth(family: Family, place: int, on: date) -> Journey:
    """An unborn child is born near the expected date."""
    if not family.over:
        yield family.step(on, family.worker, record_birth, child=family.child_ids[place])
