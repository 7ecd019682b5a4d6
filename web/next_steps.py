"""What may come next on a case, as a page lays it out: each move with what is missing and what puts it right.

Whether something is missing is the engine's answer; here it is only sorted by who is looking.
"""

from __future__ import annotations

from dataclasses import dataclass

from plo_workflow.caseload.casefiles import OpenMove
from plo_workflow.cases import COMMANDS, Command
from plo_workflow.requirements import REQUIREMENTS, Verdict
from plo_workflow.stages import OPEN_STAGES
from plo_workflow.working_days import listed
from web.may import BY_MOVE, may_do, whose
from web.opened import Opened
from web.wording import mid_sentence, plural, sentence_case

SET_BACKS = frozenset({"defer_gateway", "record_ineffective_first_meeting", "record_ineffective_review"})
"""The moves that record that something did not take place or did not work, by key."""

NOT_FOR_NOW = frozenset(
    {
        "letters_were_sent", "letters_not_yet_sent", "first_meeting_was_held", "first_meeting_not_yet_held",
        "further_letter_called_for",
    }
)  # fmt: skip
"""The requirements that, where they are unmet, say that the move is not for where this family is now."""

CLOSES_A_RECORD = frozenset({"sign_decision_record"})
"""The commands that come after everything else somebody can do: a record is signed once it is whole."""


@dataclass(frozen=True)
class Fix:
    """A command that puts something right, what it is given, and whether the person may do it."""

    command: Command
    given: dict[str, str]
    may: bool

    @property
    def about(self) -> str:
        """What it is given, in words: the kind of milestone, what is agreed to."""
        return about(self.given)


@dataclass(frozen=True)
class Missing:
    """Something that stands in the way of a move, and what puts it right."""

    verdict: Verdict
    fixes: list[Fix]
    may_pass_over: bool


@dataclass(frozen=True)
class Step:
    """One move that leads on from here."""

    open_move: OpenMove
    command: Command
    missing: list[Missing]

    @property
    def ready(self) -> bool:
        """Whether this person can make it now."""
        return self.open_move.may and not self.missing

    @property
    def usual(self) -> bool:
        """Whether it belongs to this stage, and is not one of the ways out that are always open."""
        return self.open_move.move.sources != OPEN_STAGES

    @property
    def set_back(self) -> bool:
        """Whether it records that something did not take place, and takes the case no further."""
        return self.open_move.move.key in SET_BACKS

    @property
    def timely(self) -> bool:
        """Whether it is for where the family is now."""
        return NOT_FOR_NOW.isdisjoint(one.verdict.key for one in self.missing)

    @property
    def state(self) -> str:
        """How it stands for this person, in a few words."""
        missing = f"{plural(len(self.missing), 'thing')} missing"
        if self.open_move.may:
            return missing if self.missing else "Ready"
        return f"For the {whose(self.command)}{'; ' + missing if self.missing else ''}"


@dataclass(frozen=True)
class ToDo:
    """Something this person can do now to take the case further, and why."""

    command: Command
    given: dict[str, str]
    because: str

    @property
    def about(self) -> str:
        """What it is given, in words."""
        return about(self.given)


def about(given: dict[str, str]) -> str:
    """What a command is given, in words."""
    return listed([mid_sentence(sentence_case(value)) for value in given.values()])


def steps_of(opened: Opened) -> list[Step]:
    """Every move that leads on: those of this stage first, of them those that are for now and take the case further."""
    steps = [step_of(opened, move) for move in opened.moves]
    return sorted(steps, key=lambda step: (not step.usual, not step.timely, step.set_back))


def step_of(opened: Opened, move: OpenMove) -> Step:
    """One move as this person sees it."""
    return Step(move, BY_MOVE[move.move.key], [missing_of(opened, verdict) for verdict in move.missing])


def missing_of(opened: Opened, verdict: Verdict) -> Missing:
    """What is missing, with the commands that supply it."""
    fixes = [_fix(opened, line) for line in REQUIREMENTS[verdict.key].by]
    may_pass_over = verdict.override is not None and opened.actor.holds(verdict.override)
    return Missing(verdict, fixes, may_pass_over)


def _fix(opened: Opened, line: str) -> Fix:
    name, *pairs = line.split(" ")
    given = dict(pair.split("=") for pair in pairs)
    return Fix(COMMANDS[name], given, may_do(opened.actor, name, given))


def things_to_do(opened: Opened, steps: list[Step]) -> list[ToDo]:
    """What this person can do now: the moves that are ready, then what they can supply for others, each once.

    What a move needs first comes first.
    """
    usual = [step for step in steps if step.usual and step.timely]
    found = [ToDo(step.command, {}, "") for step in usual if step.ready and not step.open_move.move.records_again]
    fixes = [(fix, one.verdict) for step in usual for one in step.missing for fix in one.fixes if fix.may]
    found += [ToDo(fix.command, fix.given, verdict.sentence) for fix, verdict in fixes]
    once: dict[tuple[object, ...], ToDo] = {}
    for one in found:
        once.setdefault((one.command.name, *one.given.items()), one)
    return sorted(once.values(), key=lambda one: one.command.name in CLOSES_A_RECORD)
