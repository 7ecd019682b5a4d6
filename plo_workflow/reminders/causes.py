"""What can raise an alert: every clock that is chased and every drift signal, with its words and its owner."""

from __future__ import annotations

from dataclasses import dataclass

from plo_workflow.clocks import CLOCKS
from plo_workflow.drift import SIGNALS
from plo_workflow.kinds import Role

GATEWAY = (
    *("gateway_request_booked", "gateway_held", "gateway_papers_in", "decision_recorded", "gateway_record_shared"),
    *("urgent_gateway_held", "court_return_gateway_held", "transfer_in_gateway_held", "exit_gateway_listed"),
)
CONTACT = ("child_seen", "case_supervision", "tracker_review")


@dataclass(frozen=True)
class Cause:
    """Something that can be late or drift: its words, who is told first, and under which sweep it is counted."""

    key: str
    what: str
    owner: Role
    sweep: str
    drifts: bool = False


def _sweep_of(clock: str) -> str:
    if clock in GATEWAY:
        return "gateway queue"
    return "supervision and visits" if clock in CONTACT else "timescales"


CAUSES: dict[str, Cause] = {
    clock.key: Cause(clock.key, clock.label, clock.owner, _sweep_of(clock.key))
    for clock in CLOCKS.values()
    if clock.chased
}
CAUSES |= {
    signal.key: Cause(signal.key, signal.label, signal.owner, "drift", drifts=True)
    for signal in SIGNALS.values()
    if signal.told
}
SWEEPS = ("timescales", "gateway queue", "supervision and visits", "drift")
