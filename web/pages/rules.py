"""The rules a case works by: each number beside the default with its source, and the stages and moves."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from sqlalchemy import select

from plo_workflow.caseload.casefiles import read_file
from plo_workflow.clocks import CLOCKS
from plo_workflow.documents.drawing import as_svg
from plo_workflow.models import PolicyVersion
from plo_workflow.policy import Policy, default_policy, numbers, policy_from_stored
from plo_workflow.requirements import REQUIREMENTS
from plo_workflow.stages import MOVES, STAGES
from plo_workflow.working_days import listed
from web.engine import reading
from web.wording import mid_sentence, sentence_case

pages = Blueprint("rules", __name__)


@dataclass(frozen=True)
class ClockRow:
    """How long one clock runs here and by default, and where that comes from."""

    label: str
    id: str
    here: str
    default: str
    source: str


@pages.get("/rules")
def index() -> str:
    """The policy of one case, or the one that new cases get."""
    ref = request.args.get("case")
    policy = _policy(ref)
    return render_template(
        "rules.html",
        ref=ref,
        policy=policy,
        clocks=_clocks(policy),
        others=_others(policy),
        stages=STAGES,
        moves=[(move, _who(move.who), [REQUIREMENTS[key].fix for key in move.requires]) for move in MOVES.values()],
    )


@pages.get("/rules/workflow.svg")
def picture() -> Response:
    """The stages and moves as one picture."""
    return Response(as_svg(), mimetype="image/svg+xml")


def _policy(ref: str | None) -> Policy:
    session = reading()
    current = select(PolicyVersion).where(PolicyVersion.current)
    if ref:
        current = select(PolicyVersion).where(PolicyVersion.version == read_file(session, ref).case.policy_version)
    return policy_from_stored(session.scalars(current).one().content)


def _clocks(policy: Policy) -> list[ClockRow]:
    default = default_policy()
    return [
        ClockRow(clock.label, clock.id, _how_long(policy, key), _how_long(default, key), policy.clock(key).source)
        for key, clock in CLOCKS.items()
    ]


def _how_long(policy: Policy, key: str) -> str:
    rule = policy.clock(key)
    if not rule.on:
        return "Not used"
    if rule.agreed_each_time:
        return "A date agreed each time"
    urgent = f"; urgent: {rule.urgent_length} {_unit(rule.urgent_unit)}" if rule.urgent_length else ""
    if rule.gestation_week:
        return f"By week {rule.gestation_week} of the pregnancy"
    before = " before" if rule.direction == "before" else ""
    return f"{rule.length} {_unit(rule.unit)}{before}{urgent}"


def _unit(unit: str | None) -> str:
    return (unit or "").replace("_", " ")


def _others(policy: Policy) -> list[tuple[str, str, str]]:
    """Every other number and name: what it is, what it says here, and what it says by default."""
    here, default = numbers(policy), numbers(default_policy())
    paths = [path for path in here if not path.startswith("clocks.")]
    return [(_path(path), _value(here[path]), _value(default.get(path))) for path in paths]


def _path(path: str) -> str:
    first, *more = (part.replace("_", " ") for part in path.split("."))
    return ", ".join([sentence_case(first), *more])


def _value(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_value(one)}" for name, one in value.items() if one is not None)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "–" if value is None else str(value).replace("_", " ")


def _who(roles: tuple[str, ...]) -> str:
    return sentence_case(listed([mid_sentence(str(getattr(role, "label", role))) for role in roles]))
