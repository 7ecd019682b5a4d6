"""The family's plan and the meetings with a made-up family: the first one, the reviews, and what comes of each."""

from __future__ import annotations

from datetime import date
from functools import partial

from plo_workflow.cases.family import meet_need
from plo_workflow.cases.meetings import (
    Came,
    ConcernProgress,
    book_meeting,
    hold_first_meeting,
    hold_review,
    record_ineffective_first_meeting,
    record_ineffective_review,
    send_minutes,
)
from plo_workflow.cases.ongoing import commission_assessment, file_assessment
from plo_workflow.cases.plan import add_concern, record_plan_agreement
from plo_workflow.demo import words
from plo_workflow.demo.family import Family, Journey
from plo_workflow.demo.gateway import gateway_day
from plo_workflow.demo.ongoing import account_for, agree_action
from plo_workflow.demo.words import Theme
from plo_workflow.kinds import ActionSource, AgreementHow, Judgement, MeetingKind, NeedKind

ASSESSMENTS = ("Parenting assessment", "Family and friends assessment", "Assessment of brothers and sisters together")
GOING_WELL = {Judgement.BETTER: 0.70, Judgement.SAME: 0.26, Judgement.WORSE: 0.04}
GOING_BADLY = {Judgement.BETTER: 0.15, Judgement.SAME: 0.50, Judgement.WORSE: 0.35}


def meet_for_the_first_time(family: Family, meeting_on: date) -> Journey:
    """The plan is drafted, the first meeting is held (at the first or a later try), and the work on it begins."""
    yield from family.until(max(family.today, family.working_days(-1, meeting_on)))
    yield from _draft_plan(family)
    yield from family.until(meeting_on)
    while family.dice.happens("first_meeting_fails"):
        reason, cause = family.dice.one_of(words.FAILED_MEETINGS)
        yield from family.do(
            family.worker, record_ineffective_first_meeting, on=family.today, reason=reason, cause=cause
        )
        yield from _book_again(family, MeetingKind.FIRST)
        yield from keep_plan_going(family)
    yield from _meet_needs(family)
    family.booked_on = family.days(family.dice.between(31, 40))
    exit_on = gateway_day(family, family.days(88, family.entered_on), family.days(97, family.entered_on))
    told = yield from family.do(
        family.worker,
        hold_first_meeting,
        on=family.today,
        came=_who_came(family),
        next_review_on=family.booked_on,
        exit_gateway_on=max(exit_on, family.working_days(10)),
        current_risk=family.dice.one_of(words.RISKS[Judgement.SAME]),
    )
    family.met_on = family.today
    _owe_minutes(family, told.value)
    if family.today > family.limit("first_meeting_held", meeting_on):
        yield from account_for(family, "first_meeting_held")
    yield from _hear_what_they_say(family)
    _commission_assessments(family)


def _meet_needs(family: Family) -> Journey:
    """Whoever needs something to take part has it at this meeting."""
    for adult in family.home.adults:
        if adult.need_id:
            how = f"{adult.need.label} booked and there."
            yield from family.do(family.team.support, meet_need, on=family.today, need=adult.need_id, how=how)


def _draft_plan(family: Family) -> Journey:
    family.concerns = []
    for theme in family.home.themes:
        told = yield from family.do(
            family.worker, add_concern, on=family.today, worry=theme.worry, good_looks_like=theme.good,
            safety_critical=theme.safety,
        )  # fmt: skip
        family.concerns.append((told.value, theme))
        for owner_kind, owner, what in family.dice.some_of(theme.actions, 1 + (len(family.concerns) == 1)):
            who = owner or family.home.adults[0].name
            due_on = family.days(family.dice.between(16, 50))
            yield from agree_action(family, owner_kind, who, what, due_on, ActionSource.PLAN, told.value)


def _book_again(family: Family, kind: MeetingKind) -> Journey:
    meeting_on = family.later("meeting_again")
    yield from family.do(family.team.support, book_meeting, on=family.today, kind=kind, meeting_on=meeting_on)
    yield from family.until(meeting_on)


def _who_came(family: Family) -> list[Came]:
    came = [Came(family.home.adults[0].id, attended=True, with_solicitor=family.dice.happens("has_a_solicitor"))]
    for adult in family.home.reachable[1:]:
        there = family.dice.happens("father_comes")
        came.append(Came(adult.id, attended=there, with_solicitor=there and family.dice.happens("has_a_solicitor")))
    return came


def _owe_minutes(family: Family, meeting: int) -> None:
    family.plan(family.later("minutes_sent"), partial(_send_minutes, family, meeting), when_over=True)


def _send_minutes(family: Family, meeting: int) -> Journey:
    yield from family.do(
        family.team.support, send_minutes, on=family.today, meeting=meeting, sent_to="Parents and their solicitors"
    )


def _hear_what_they_say(family: Family) -> Journey:
    for adult in family.home.reachable:
        how = family.dice.weighed({AgreementHow.AGREED: 0.7, AgreementHow.SEEN_NOT_AGREED: 0.3})
        said = AgreementHow.CAPACITY_IN_QUESTION if adult.need == NeedKind.CAPACITY else how
        yield from family.do(family.worker, record_plan_agreement, on=family.today, person=adult.id, how=said)


def _commission_assessments(family: Family) -> None:
    for kind in ASSESSMENTS[: 1 + family.dice.happens("second_assessment")]:
        family.plan(family.working_days(family.dice.between(2, 8)), partial(_commission, family, kind))


def _commission(family: Family, kind: str) -> Journey:
    latest = family.limit("exit_gateway_listed", family.entered_on)
    due_on = min(family.days(family.dice.between(28, 45)), family.world.calendar.working_day_on_or_before(latest))
    if due_on <= family.today:
        return
    told = yield from family.do(
        family.worker, commission_assessment, on=family.today, kind=kind, due_on=due_on, author="Independent assessor"
    )
    filed_on = family.working_days(family.dice.length("assessment_overruns"), due_on)
    family.plan(max(filed_on, family.working_days(1)), partial(_file, family, told.value, due_on))


def _file(family: Family, assessment: int, due_on: date) -> Journey:
    if family.today > due_on:
        yield from account_for(family, "assessment_filed")
    yield from family.do(family.worker, file_assessment, on=family.today, assessment=assessment)


def review(family: Family, *, is_last: bool) -> Journey:
    """The next review: on its day, moved, or cancelled and held later. At the last one a family on its way up is up."""
    meeting_on = max(family.later("review", family.met_on), family.working_days(1))
    if meeting_on > family.booked_on > family.today:
        yield from family.until(family.booked_on)
        yield from family.do(
            family.team.support, book_meeting, on=family.today, kind=MeetingKind.REVIEW, meeting_on=meeting_on
        )
    yield from family.until(meeting_on)
    if family.dice.happens("review_cancelled"):
        reason, cause = family.dice.one_of(words.FAILED_MEETINGS)
        yield from family.do(family.worker, record_ineffective_review, on=family.today, reason=reason, cause=cause)
        yield from _book_again(family, MeetingKind.REVIEW)
    yield from _meet_needs(family)
    judged = [(concern, theme, _judge(family, theme, is_last)) for concern, theme in family.concerns]
    worst = max((made for _, _, made in judged), key=[Judgement.BETTER, Judgement.SAME, Judgement.WORSE].index)
    family.booked_on = family.days(family.dice.between(31, 40))
    told = yield from family.do(
        family.worker,
        hold_review,
        on=family.today,
        came=_who_came(family),
        progress=[ConcernProgress(c, made, family.dice.one_of(theme.went[made])) for c, theme, made in judged],
        current_risk=family.dice.one_of(words.RISKS[worst]),
        next_review_on=family.booked_on,
    )
    _owe_minutes(family, told.value)
    if family.today > family.limit("later_review", family.met_on):
        yield from account_for(family, "midway_review")
    family.met_on = family.today


def _judge(family: Family, theme: Theme, is_last: bool) -> Judgement:
    if is_last and family.getting_better and theme.safety:
        return Judgement.BETTER
    return family.dice.weighed(GOING_WELL if family.getting_better else GOING_BADLY)


def keep_plan_going(family: Family) -> Journey:
    """Something new is agreed, so that the plan has an action under way."""
    concern, theme = family.dice.one_of(family.concerns)
    owner_kind, owner, what = family.dice.one_of(theme.actions)
    who, due_on = owner or family.home.adults[0].name, family.days(family.dice.between(14, 28))
    yield from agree_action(family, owner_kind, who, what, due_on, ActionSource.PLAN, concern)
