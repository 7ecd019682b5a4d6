"""CHOICES: what may be chosen where a command says `Choose`, by its name; each looked up on the case in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import select

from plo_workflow.caseload.casefiles import clocks_of
from plo_workflow.clocks import CLOCKS
from plo_workflow.kinds import Role
from plo_workflow.models import (
    Action,
    ActionDone,
    Assessment,
    AssessmentFiled,
    Challenge,
    Child,
    Concern,
    Fact,
    GatewaySitting,
    Letter,
    Meeting,
    Need,
    Person,
    Posting,
    Query,
    QueryAnswered,
    SectionTwenty,
    Staff,
)
from plo_workflow.reminders.absences import absences_now
from plo_workflow.reminders.alerts import alerts
from plo_workflow.reminders.failures import failures
from plo_workflow.requirements import REQUIREMENTS
from plo_workflow.stages import moves_from
from plo_workflow.working_days import in_words
from web.record.facts import SHOWN
from web.record.names import Names
from web.today import today
from web.wording import sentence_case

Pairs = Sequence[tuple[object, str]]


def _titled(facts: Iterable[Fact], names: Names) -> Pairs:
    return [(fact.id, names.title(fact)) for fact in facts]


def _every(kind: type[Fact]) -> Callable[[Names], Pairs]:
    return lambda names: _titled(names.file.all(kind), names)


def _newest(kind: type[Fact]) -> Callable[[Names], Pairs]:
    return lambda names: _titled(reversed(names.file.all(kind)), names)


def _children(names: Names) -> Pairs:
    return _titled(names.file.open_children, names)


def _joined(names: Names) -> Pairs:
    return _titled((child for child in names.file.open_children if child.joined_later), names)


def _further_letters(names: Names) -> Pairs:
    """The letters that come after the family's: about a child who joined, or to somebody not yet written to."""
    sent = {posting.letter_id for posting in names.file.having(Posting, event="sent")}
    letters = names.file.having(Letter, kind="before_proceedings")
    return _titled((letter for letter in letters if letter.child_id or letter.id not in sent), names)


def _actions(names: Names) -> Pairs:
    done = {one.action_id for one in names.file.all(ActionDone)}
    return _titled((action for action in names.file.all(Action) if action.id not in done), names)


def _assessments(names: Names) -> Pairs:
    filed = {one.assessment_id for one in names.file.all(AssessmentFiled)}
    return _titled((one for one in names.file.all(Assessment) if one.id not in filed), names)


def _needs(names: Names) -> Pairs:
    return _titled((need for need in names.file.all(Need) if need.kind != "none"), names)


def _challenges(names: Names) -> Pairs:
    answered = {one.answers_id for one in names.file.all(Challenge)}
    return _titled((c for c in names.file.all(Challenge) if c.answers_id is None and c.id not in answered), names)


def _queries(names: Names) -> Pairs:
    answered = {one.query_id for one in names.file.all(QueryAnswered)}
    return _titled((query for query in names.file.all(Query) if query.id not in answered), names)


def _accommodations(names: Names) -> Pairs:
    return _titled((one for one in names.file.all(SectionTwenty) if one.ended_on is None), names)


def _staff(role: Role | None) -> Callable[[Names], Pairs]:
    """Everybody who works here now, or everybody with a role."""

    def holders(names: Names) -> Pairs:
        found = names.session.scalars(select(Staff).where(Staff.active).order_by(Staff.name))
        return [(one.key, one.name) for one in found if one.roles and (role is None or role in one.roles)]

    return holders


def _clocks(names: Names) -> Pairs:
    keys = {clock.clock: None for clock in clocks_of(names.session, names.file.case)}
    return [(key, CLOCKS[key].label) for key in keys]


def _moves(names: Names) -> Pairs:
    return [(move.key, move.label) for move in moves_from(names.file.case.stage)]


def _requirements(names: Names) -> Pairs:
    keys = {key: None for move in moves_from(names.file.case.stage) for key in move.requires}
    return [(key, sentence_case(key)) for key in keys if REQUIREMENTS[key].override]


def _fact_kinds(names: Names) -> Pairs:
    return [(kind.__tablename__, sentence_case(kind.__tablename__)) for kind in SHOWN]


def _absences(names: Names) -> Pairs:
    away = absences_now(names.session, today())
    return [(one.id, f"{one.name}, {in_words(one.from_on)} to {in_words(one.until_on)}") for one in away]


def _alerts(names: Names) -> Pairs:
    case = names.file.case
    found = alerts(names.session, on=today(), case=case)
    return [(alert.key, f"{alert.cause.what}, {in_words(alert.due_on)}") for alert in found]


def _failed_messages(names: Names) -> Pairs:
    return [(one.id, f"{one.what}, to {one.name}") for one in failures(names.session)]


CHOICES: dict[str, Callable[[Names], Pairs]] = {
    "absences": _absences,
    "accommodations": _accommodations,
    "actions": _actions,
    "alerts": _alerts,
    "all_children": _every(Child),
    "assessments": _assessments,
    "challenges": _challenges,
    "children": _children,
    "clocks": _clocks,
    "concerns": _every(Concern),
    "fact_kinds": _fact_kinds,
    "failed_messages": _failed_messages,
    "joined_children": _joined,
    "further_letters": _further_letters,
    "lawyers": _staff(Role.AUTHORITY_LAWYER),
    "letters": _every(Letter),
    "meetings": _newest(Meeting),
    "moves": _moves,
    "needs": _needs,
    "people": _every(Person),
    "queries": _queries,
    "requirements": _requirements,
    "sittings": _newest(GatewaySitting),
    "social_workers": _staff(Role.SOCIAL_WORKER),
    "staff": _staff(None),
    "team_managers": _staff(Role.TEAM_MANAGER),
}

ADDED_BY: dict[str, tuple[str, str]] = {
    "absences": ("Nobody is away or going to be.", ""),
    "accommodations": ("No child is accommodated under section 20 now.", "record_section_twenty"),
    "actions": ("No action is open.", "add_action"),
    "alerts": ("Nobody has been told of anything that is still outstanding.", ""),
    "assessments": ("No assessment is awaited.", "commission_assessment"),
    "challenges": ("No challenge waits for an answer.", ""),
    "concerns": ("The plan has no concern in it yet.", "add_concern"),
    "failed_messages": ("Every message could be sent.", ""),
    "further_letters": (
        "Every letter before proceedings that is drafted has been sent.",
        "draft_letter_before_proceedings",
    ),
    "letters": ("No letter has been drafted yet.", "draft_letter_before_proceedings"),
    "meetings": ("No meeting has been held yet.", ""),
    "needs": ("Nobody is recorded as needing anything to take part.", "record_need"),
    "people": ("Nobody is recorded in the family yet besides the children.", "add_person"),
    "queries": ("No query is open.", ""),
    "sittings": ("No gateway sitting is recorded yet.", "record_sitting"),
}
"""What is said where there is nothing to choose, and the command that adds something."""

STAFF_COLUMNS = frozenset({"staff_key", "lawyer"})
"""Columns that hold the key of a member of staff."""

CHOSEN_FROM: dict[type[Fact], str] = {
    Action: "actions",
    Assessment: "assessments",
    Challenge: "challenges",
    Child: "children",
    GatewaySitting: "sittings",
    Letter: "letters",
    Meeting: "meetings",
    Need: "needs",
    Person: "people",
    Query: "queries",
    SectionTwenty: "accommodations",
}
"""Among which choices a fact is found, for the links that stand beside it."""


class ChoicesOf(Mapping[str, Pairs]):
    """The choices of one case, each looked up when a form wants it; `instead` names some by a narrower one."""

    def __init__(self, names: Names, instead: Mapping[str, str] = MappingProxyType({})) -> None:
        self._names = names
        self._instead = instead
        self._found: dict[str, Pairs] = {}

    def __getitem__(self, name: str) -> Pairs:
        if name not in self._found:
            self._found[name] = CHOICES[self._instead.get(name, name)](self._names)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(CHOICES)

    def __len__(self) -> int:
        return len(CHOICES)
