"""The form of each command: what is left out of it, which rows it offers, and what it starts with.

How a parameter becomes a question is decided in forms.py, what may be chosen in choices.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from plo_workflow.cases import Command
from plo_workflow.cases.gateway import Sat
from plo_workflow.kinds import LetterKind, LetterStep, Part, Role
from plo_workflow.models import Case, CaseFile, Letter
from web.answers import Answer, ChoiceAnswer
from web.choices import ADDED_BY, ChoicesOf
from web.correcting import changes_form
from web.engine import actor, reading
from web.forms import build
from web.opened import Opened
from web.people import current_person
from web.record.names import Names
from web.rows import CommandForm
from web.today import today

LEFT_OUT: dict[str, set[str]] = {
    "request_gateway": {"synthetic", "tracker_ref"},
    "correct_date": {"kind", "fact"},
    "correct_fact": {"kind", "fact"},
    "withdraw_fact": {"kind", "fact"},
}
"""What the page gives by itself: which fact is meant, and what only the demonstration and the import say."""

EACH: dict[str, dict[str, str]] = {
    "confirm_step_down": {"outcomes": "child"},
    "hold_final_meeting": {"came": "person"},
    "hold_first_meeting": {"came": "person"},
    "hold_review": {"came": "person", "progress": "concern"},
    "issue_letters": {"sent": "letter"},
    "lodge_application": {"orders": "child"},
    "meet_apart": {"came": "person"},
    "record_gateway_decisions": {"decisions": "child"},
}
"""Answers with one row for each child, person, concern or letter."""

ROWS: dict[str, dict[str, int]] = {"record_sitting": {"sat": 5}, "request_gateway": {"children": 1}}
"""How many rows are offered, where it is not the usual number."""

INSTEAD: dict[str, dict[str, str]] = {"request_gateway": {"staff": "social_workers"}}
"""Choices that one command offers fewer of: the worker of a new case is one of the social workers."""


def form_of(command: Command, names: Names, fact: tuple[str, int] | None) -> type[CommandForm]:
    """The form that asks for what a command wants; `fact` is the one that is corrected, by table and id."""
    if command.name == "correct_fact" and fact:
        return changes_form(names, *fact)
    return build(
        command.do,
        leave_out=LEFT_OUT.get(command.name, ()),
        choices=ChoicesOf(names, INSTEAD.get(command.name, {})),
        rows=ROWS.get(command.name, {}),
        each=EACH.get(command.name, {}),
    )


def names_of_nobody() -> Names:
    """The names where there is no case yet."""
    return Names(reading(), CaseFile(Case(stage="")))


def filled(form: type[CommandForm], start: Mapping[str, Any], given: Mapping[str, str]) -> CommandForm:
    """The form as the page first shows it: today's date, what the command starts with, and what a link gave."""
    blank = form()
    chosen = {answer.short_name: value for answer in blank.answers if (value := _chosen(answer, given)) is not None}
    return form(data={"on": today(), **start, **chosen})


def _chosen(answer: Answer, given: Mapping[str, str]) -> object | None:
    code = given.get(answer.short_name)
    options = answer.options if isinstance(answer, ChoiceAnswer) else ()
    return next((option.value for option in options if option.code == code), None)


def nothing_to_choose(form: CommandForm) -> list[tuple[str, str]]:
    """The sentence, and the command that adds something, for each choice that must be made and has nothing in it."""
    empty = [
        answer.choice
        for answer in form.answers
        if isinstance(answer, ChoiceAnswer) and answer.required and not answer.options
    ]
    return [ADDED_BY[name] for name in empty if name in ADDED_BY]


def start_of(command: Command, opened: Opened | None, given: Mapping[str, str]) -> dict[str, Any]:
    """What the form of a command starts with for this person on this case."""
    if opened is None:
        return _asking_for_gateway()
    start = STARTS.get(command.name)
    return start(opened, given) if start else {}


def _asking_for_gateway() -> dict[str, Any]:
    person = current_person()
    mine = {"social_worker": person.key} if Role.SOCIAL_WORKER in person.roles else {}
    return {**mine, "team": person.team or None}


def _sitting(opened: Opened, given: Mapping[str, str]) -> dict[str, Any]:
    case = opened.case
    chair = actor().key if actor().holds(Role.GATEWAY_CHAIR) else None
    parts = (
        (chair, Part.CHAIR),
        (case.lawyer, Part.LAWYER),
        (case.social_worker, Part.SOCIAL_WORKER),
        (case.team_manager, Part.TEAM_MANAGER),
    )
    return {"sat": [Sat(key, part) for key, part in parts if key]}


def _approving(opened: Opened, given: Mapping[str, str]) -> dict[str, Any]:
    return {"step": LetterStep.LEGAL if opened.actor.holds(Role.AUTHORITY_LAWYER) else LetterStep.MANAGER}


def _drafting(opened: Opened, given: Mapping[str, str]) -> dict[str, Any]:
    """A letter that is written anew starts with what it says now."""
    letters = opened.file.having(Letter, kind=LetterKind.BEFORE_PROCEEDINGS)
    wanted = (given.get("person"), given.get("child"))
    standing = next((one for one in letters if _to_and_about(one) == wanted), None)
    if standing is None:
        return {}
    kept = {"fgdm_offered": standing.fgdm_offered, "solicitor_list_on": standing.solicitor_list_on}
    return {**standing.sections, **kept}


def _to_and_about(letter: Letter) -> tuple[str, str | None]:
    return str(letter.person_id), str(letter.child_id) if letter.child_id else None


STARTS: dict[str, Callable[[Opened, Mapping[str, str]], dict[str, Any]]] = {
    "approve_joined_letter": _approving,
    "approve_letter": _approving,
    "draft_letter_before_proceedings": _drafting,
    "record_sitting": _sitting,
}
