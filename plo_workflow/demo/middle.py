"""The middle of a made-up journey: the first meeting, the plan, the reviews, more time, the gateway review."""

from __future__ import annotations

from datetime import date, timedelta

from plo_workflow.cases.family import meet_need, record_representation
from plo_workflow.cases.gateway import approve, decide_extend, list_gateway_review
from plo_workflow.cases.letters import draft_letter
from plo_workflow.cases.meetings import (
    Came,
    ConcernProgress,
    hold_first_meeting,
    hold_review,
    record_ineffective_first_meeting,
    record_ineffective_review,
    send_minutes,
)
from plo_workflow.cases.ongoing import (
    commission_assessment,
    explain_delay,
    file_assessment,
    record_family_meeting,
)
from plo_workflow.cases.oversight import request_extension
from plo_workflow.cases.plan import add_action, add_concern, complete_action
from plo_workflow.demo import words
from plo_workflow.demo.beginning import bring_papers, sit
from plo_workflow.demo.names import FIRMS, SOLICITORS
from plo_workflow.demo.stepping import Family, Journey
from plo_workflow.kinds import (
    ApprovalKind,
    Cause,
    FamilyStep,
    GatewayKind,
    Judgement,
    LetterKind,
    OwnerKind,
    ReviewReason,
)
from plo_workflow.working_days import in_words

ASSESSMENTS = ("Parenting assessment", "Viability assessment of a relative", "Psychological assessment")
FIRST_LIMIT = 112


def first_meeting(family: Family, booked_on: date) -> Journey:
    """The first meeting, now and then after one that failed; the plan is made there."""
    dice, on = family.dice, booked_on
    if dice.happens("first_meeting_fails"):
        reason, cause = dice.one_of(words.FAILED_MEETINGS)
        yield family.step(on, family.team.support, record_ineffective_first_meeting, reason=reason, cause=Cause(cause))
        yield from explain(family, on, "first_meeting_held", cause)
        on = family.later(on, "meeting_again")
    yield from get_ready_to_meet(family, on)
    yield from make_plan(family, on)
    exit_on = family.worked(family.entered_on + timedelta(days=95))
    done = yield family.step(
        on, family.worker, hold_first_meeting, came=came(family), current_risk=dice.one_of(words.RISKS[Judgement.SAME]),
        next_review_on=family.worked(on + timedelta(days=40)), exit_gateway_on=max(exit_on, on + timedelta(days=41)),
    )  # fmt: skip
    family.alongside.append(minutes(family, done.value, on))
    family.alongside.append(assess(family, on))
    family.alongside.append(family_meeting(family, on))


def get_ready_to_meet(family: Family, on: date) -> Journey:
    """Needs are met and solicitors known."""
    for need in family.needs:
        yield family.step(on, family.worker, meet_need, need=need, how="Booked and there.")
    for parent in family.parents:
        if parent.found and family.dice.happens("has_a_solicitor"):
            yield family.step(
                on, family.worker, record_representation, person=parent.id,
                solicitor=family.dice.one_of(SOLICITORS), firm=family.dice.one_of(FIRMS),
            )  # fmt: skip


def make_plan(family: Family, on: date) -> Journey:
    """Each concern with what good looks like, and who does what by when."""
    for theme in family.themes:
        done = yield family.step(
            on, family.worker, add_concern, worry=theme.worry, good_looks_like=theme.good, safety_critical=theme.safety
        )
        family.concerns.append(done.value)
        for kind, owner, what in theme.actions:
            due_on = on + timedelta(days=family.dice.between(14, 56))
            named = owner or (family.parents[0].name if kind == OwnerKind.PARENT else "Social worker")
            made = yield family.step(
                on, family.worker, add_action, what=what, owner_kind=kind, owner=named, due_on=due_on,
                concern=done.value,
            )  # fmt: skip
            if family.dice.happens("action_done"):
                family.alongside.append(done_in_time(family, made.value, due_on))


def done_in_time(family: Family, action: int, due_on: date) -> Journey:
    """An action is done at about the time it is due."""
    on = family.worked(due_on + timedelta(days=family.dice.between(-5, 3)))
    yield family.step(on, family.worker, complete_action, action=action)


def came(family: Family) -> list[Came]:
    """The mother came; the father did or did not."""
    mother, *others = family.parents
    rest = [Came(o.id, attended=o.found and family.dice.happens("father_comes")) for o in others]
    return [Came(mother.id, attended=True, with_solicitor=family.dice.happens("has_a_solicitor")), *rest]


def minutes(family: Family, meeting: int, held_on: date) -> Journey:
    """The minutes go out, sooner or later."""
    yield family.step(
        family.later(held_on, "minutes_sent"), family.team.support, send_minutes, meeting=meeting,
        sent_to="Parents and their solicitors",
    )  # fmt: skip


def assess(family: Family, on: date) -> Journey:
    """An assessment is commissioned and comes in, some of them late."""
    due_on = min(on + timedelta(days=56), family.entered_on + timedelta(days=97))
    if due_on <= on:
        return
    for kind in family.dice.some_of(ASSESSMENTS, 2 if family.dice.happens("second_assessment") else 1):
        done = yield family.step(on, family.worker, commission_assessment, kind=kind, due_on=due_on)
        filed_on = family.worked(due_on + timedelta(days=family.dice.length("assessment_overruns")))
        family.alongside.append(assessment_in(family, done.value, max(filed_on, on)))


def assessment_in(family: Family, assessment: int, on: date) -> Journey:
    """An assessment is filed."""
    yield family.step(on, family.worker, file_assessment, assessment=assessment)


def family_meeting(family: Family, on: date) -> Journey:
    """The offer in the letter is accepted or not; what is accepted is mostly held."""
    mother = family.parents[0].id
    accepted = family.dice.happens("meeting_accepted")
    step = FamilyStep.ACCEPTED if accepted else FamilyStep.DECLINED
    yield family.step(on, family.worker, record_family_meeting, step=step, person=mother)
    family.family_meeting_open = accepted
    if accepted and not family.dice.happens("meeting_never_held"):
        held_on = family.later(on, "family_meeting")
        yield family.step(held_on, family.worker, record_family_meeting, step=FamilyStep.HELD)
        family.family_meeting_open = False


def explain(family: Family, on: date, clock: str, cause: str) -> Journey:
    """The cause of a delay is written down, mostly."""
    if family.dice.happens("delay_explained"):
        yield family.step(
            on, family.worker, explain_delay, clock=clock, cause=Cause(cause),
            explanation=family.dice.one_of(words.DELAYS[cause]),
        )  # fmt: skip


def review(family: Family, on: date, judgement: Judgement) -> Journey:
    """A review of every concern, now and then after one that was cancelled."""
    dice = family.dice
    if dice.happens("review_cancelled"):
        reason, cause = dice.one_of(words.FAILED_MEETINGS)
        yield family.step(on, family.team.support, record_ineffective_review, reason=reason, cause=Cause(cause))
        on = family.later(on, "meeting_again")
    progress = [
        ConcernProgress(concern, judgement, dice.one_of(theme.went[judgement]))
        for concern, theme in zip(family.concerns, family.themes, strict=True)
    ]
    done = yield family.step(
        on, family.worker, hold_review, came=came(family), progress=progress,
        current_risk=dice.one_of(words.RISKS[judgement]), next_review_on=family.worked(on + timedelta(days=40)),
    )  # fmt: skip
    family.alongside.append(minutes(family, done.value, on))
    family.reviewed_on = on


def back_to_gateway(family: Family, on: date, reason: ReviewReason) -> Journey:
    """The case is listed for a gateway review with fresh papers."""
    yield from bring_papers(family, on)
    sitting = family.calendar.add_working_days(on, family.dice.between(3, 8))
    yield family.step(on, family.team.manager, list_gateway_review, review_reason=reason, sitting_on=sitting)
    family.sitting_on = sitting


def more_time(family: Family, on: date, number: int) -> Journey:
    """The case for more time is made, and granted at the gateway by somebody senior."""
    dice = family.dice
    late = dice.happens("authority_is_late")
    new_limit = family.limit_on + timedelta(days=28)
    yield family.step(
        on, family.worker, request_extension, what_changed=dice.one_of(words.CHANGED),
        why_this_child=dice.one_of(words.WHY_THIS_CHILD), current_risk=dice.one_of(words.RISKS[Judgement.SAME]),
        new_limit_on=new_limit, cause=Cause.AUTHORITY if late else Cause.FAMILY,
    )  # fmt: skip
    for parent in family.parents:
        text = words.EXTENSION_LETTER.format(name=parent.name, children=family.child_names, until=in_words(new_limit))
        yield family.step(on, family.worker, draft_letter, person=parent.id, kind=LetterKind.EXTENSION, text=text)
    yield from back_to_gateway(family, on, ReviewReason.EXTENSION)
    day = family.sitting_on
    yield from sit(family, day, GatewayKind.REVIEW, None)
    first = number == 1
    if late and first:
        yield from seen_by_assistant_director(family, day)
    yield family.step(day, family.office.head if first else family.office.assistant_director, decide_extend)
    family.limit_on = new_limit


def seen_by_assistant_director(family: Family, on: date) -> Journey:
    """An assistant director has seen that the delay is the authority's own."""
    yield family.step(on, family.office.assistant_director, approve, what=ApprovalKind.EXTENSION_FOR_AUTHORITY_DELAY)
