"""What changes how long a case runs, and who answers for it: extensions asked for, pauses, overrides,
transfers, urgency."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from plo_workflow.access import CASEWORKERS, MANAGERS, SENIOR, require_role
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.registry import command, move_command
from plo_workflow.cases.work import Work
from plo_workflow.errors import DateOutOfOrder, NotGiven
from plo_workflow.kinds import Cause, LinkKind, Role, TransferKind, UrgentReason
from plo_workflow.models import CaseLink, ExtensionRequest, Note, Override, Pause, TransferStep
from plo_workflow.requirements import REQUIREMENTS
from plo_workflow.stages import MOVES
from plo_workflow.working_days import in_words


@command("Ask for more time", CASEWORKERS, "oversight")
def request_extension(
    work: Work,
    *,
    on: date,
    what_changed: str,
    why_this_child: str,
    current_risk: str,
    new_limit_on: date,
    cause: Cause,
) -> None:
    """Make the case for more time (E13); somebody more senior decides it at the gateway."""
    work.record(
        ExtensionRequest(
            happened_on=on, what_changed=what_changed, why_this_child=why_this_child, current_risk=current_risk,
            new_limit_on=new_limit_on, cause=cause,
        )
    )  # fmt: skip


@command("Pause", MANAGERS, "oversight")
def pause(work: Work, *, on: date, reason: str, until_on: date) -> None:
    """Pause the case for a reason and to a day: an overlay that stops no clock about the child (E14)."""
    longest = work.rules.policy.pause.max_days
    if not reason.strip():
        raise NotGiven("Say why the case is paused.")
    standing = work.case.paused_until_on
    if standing and standing > on:
        raise NotGiven(f"The case is paused until {in_words(standing)} already. End that pause first.")
    if not 1 <= (until_on - on).days <= longest:
        raise DateOutOfOrder(f"A pause lasts from 1 to {longest} days.")
    work.record(Pause(happened_on=on, reason=reason, until_on=until_on))
    work.set_case(paused_until_on=until_on)


@command("End a pause", MANAGERS, "oversight")
def end_pause(work: Work, *, on: date) -> None:
    """The case goes on before the pause would have ended."""
    standing = work.file.last(Pause)
    if standing is None or work.case.paused_until_on is None:
        raise NotGiven("The case is not paused.")
    work.amend(standing, "the pause ended early", until_on=on)
    work.set_case(paused_until_on=None)


@command("Pass over a requirement", (*MANAGERS, Role.GATEWAY_CHAIR), "oversight")
def override_requirement(
    work: Work,
    *,
    on: date,
    move: Annotated[str, Choose("moves")],
    requirement: Annotated[str, Choose("requirements")],
    reason: str,
) -> None:
    """Let one move go on without one requirement, for a reason, where the table allows it and to the role it names."""
    row = REQUIREMENTS.get(requirement)
    if row is None or move not in MOVES or requirement not in MOVES[move].requires:
        raise NotGiven("That move has no such requirement.")
    if row.override is None:
        raise NotGiven("This requirement cannot be passed over by anybody.")
    if not reason.strip():
        raise NotGiven("Say why it is right to go on without it.")
    require_role(work.actor, (row.override,), "Passing over this requirement")
    work.record(Override(happened_on=on, requirement=requirement, move=move, reason=reason))


@command("Record a step of a transfer", MANAGERS, "oversight")
def record_transfer_step(work: Work, *, on: date, step: TransferKind, authority: str) -> None:
    """Another authority was asked to take the case, or accepted it, or we received it; clocks run on meanwhile
    (E4, E26)."""
    work.record(TransferStep(happened_on=on, step=step, authority=authority))
    work.set_case(transfer_pending=step == TransferKind.ASKED)


@command("Link another case", CASEWORKERS, "oversight")
def link_case(work: Work, *, on: date, other_ref: str, note: str | None = None) -> None:
    """A sibling has proceedings or a case of their own: link them, never merge them (E29)."""
    work.record(CaseLink(happened_on=on, other_ref=other_ref, why=LinkKind.SIBLING_PROCEEDINGS, note=note))


@command("Restrict a case", SENIOR, "oversight")
def restrict_case(work: Work, *, on: date, restricted: bool, reason: str) -> None:
    """Mark the case as restricted, or lift that (E22)."""
    if not reason.strip():
        raise NotGiven("Say why.")
    work.record(Note(happened_on=on, text=f"{'Restricted' if restricted else 'No longer restricted'}: {reason}"))
    work.set_case(restricted=restricted)


@move_command("issue_urgently")
def issue_urgently(
    work: Work,
    *,
    on: date,
    urgent_reason: UrgentReason,
    immediate_harm: str,
    order_reference: str | None = None,
) -> None:
    """Go to court without waiting for pre-proceedings (T18); a head of service ratifies it, and a gateway
    looks at it after."""
    work.move(
        "issue_urgently",
        on=on,
        urgent_reason=urgent_reason,
        immediate_harm=immediate_harm,
        order_reference=order_reference,
    )
    work.set_case(urgent=True)
