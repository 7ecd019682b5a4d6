"""Walking a family through its case: at each step all that is running is said, each clock with its last day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from plo_workflow.cases.gateway import list_gateway_review, record_decision_enter, share_gateway_record
from plo_workflow.cases.letters import record_letter_delivered
from plo_workflow.cases.meetings import hold_first_meeting, send_minutes
from plo_workflow.cases.ongoing import record_supervision, review_on_tracker
from plo_workflow.cases.plan import record_contingency
from plo_workflow.cases.requesting import accept_and_list
from plo_workflow.clocks import CLOCKS
from plo_workflow.kinds import Decision, Judgement, ReviewReason
from plo_workflow.models import Meeting
from tests import steps
from tests.ledgers import assert_clocks_agree, stored
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import MERROW, ON_TIME, Family


class Walk:
    """One family's case, and which clocks are said to run on it. Each step says only what it changes."""

    def __init__(self, office: Office, ref: str) -> None:
        self.office, self.ref = office, ref
        self._running: dict[str, str] = {}

    def stands(self, stage: str, **changed: str | None) -> None:
        """The case is at this stage, and just what was said before runs on it, but for these: due then, or ended."""
        said = {**self._running, **changed}
        self._running = {clock: due for clock, due in said.items() if due}
        assert self.office.file(self.ref).case.stage == stage
        assert self._found() == {clock: day(due) for clock, due in self._running.items()}

    def _found(self) -> dict[str, date]:
        found: dict[str, set[date]] = defaultdict(set)
        for (key, _, _), (due_on, outcome, _) in stored(self.office, self.ref).items():
            if outcome is None:
                found[CLOCKS[key].id].add(due_on)
        assert all(len(dates) == 1 for dates in found.values())
        return {clock: dates.pop() for clock, dates in found.items()}

    def ends(self) -> None:
        """The stored clocks are what the facts and what the ledger give."""
        assert_clocks_agree(self.office, self.ref)


def share_record(walk: Walk, on: date) -> None:
    """The full record of the last sitting goes out."""
    walk.office.do("ben", share_gateway_record, walk.ref, on=on)


def send_last_minutes(walk: Walk, on: date) -> None:
    last = walk.office.file(walk.ref).all(Meeting)[-1]
    walk.office.do("ben", send_minutes, walk.ref, on=on, meeting=last.id, sent_to="Parents and solicitors")


def asked_and_listed(office: Office, family: Family = MERROW, seventeen: str = "Sun 4 Mar 2035") -> Walk:
    """A gateway is asked for, the request is listed, the papers come in."""
    walk = Walk(office, steps.request(office, family=family))
    walk.stands("gateway_requested", K01="Mon 12 Jan 2026", S03=seventeen)
    office.do("sue", accept_and_list, walk.ref, on=ON_TIME.listed, sitting_on=ON_TIME.entered, lawyer="lee")
    walk.stands("gateway_listed", K01=None, K02="Tue 20 Jan 2026", K03="Thu 8 Jan 2026")
    steps.bring_papers(office, walk.ref, on=ON_TIME.papers)
    steps.add_parents(office, walk.ref, family, on=ON_TIME.papers)
    walk.stands("gateway_listed", K03=None)
    return walk


def sat_first(walk: Walk, decision: Decision) -> None:
    """The first gateway sits, and shares its record two days later."""
    steps.sit(walk.office, walk.ref, decision, on=ON_TIME.entered)
    walk.stands("gateway_listed", K02=None, K05="Tue 20 Jan 2026")


def entered(walk: Walk) -> None:
    """The gateway decides to enter pre-proceedings."""
    office, ref = walk.office, walk.ref
    office.do("sam", record_contingency, ref, on=ON_TIME.entered, plan="Apply.", early_return_trigger="A night alone.")
    sat_first(walk, Decision.ENTER)
    office.do("cara", record_decision_enter, ref, on=ON_TIME.entered)
    walk.stands(
        "letter_preparation", K06="Tue 20 Jan 2026", K13="Tue 21 Apr 2026", K14="Tue 5 May 2026",
        K16="Tue 30 Jun 2026", K24="Tue 27 Jan 2026", K25="Tue 10 Feb 2026", K26="Tue 27 Jan 2026",
    )  # fmt: skip
    share_record(walk, day("Thu 15 Jan 2026"))
    walk.stands("letter_preparation", K05=None)


def met(walk: Walk) -> None:
    """The letter goes out and arrives, the child is seen, the first meeting is held."""
    office, ref, seen_on = walk.office, walk.ref, day("Fri 23 Jan 2026")
    steps.write_letters(office, ref, on=ON_TIME.written, meeting_on=ON_TIME.first_meeting)
    steps.send_letters(office, ref, on=ON_TIME.letters)
    walk.stands("letter_issued", K06=None, K07="Wed 21 Jan 2026", K08="Fri 30 Jan 2026")
    [letter] = steps.letters(office, ref)
    arrived_on = day("Mon 19 Jan 2026")
    office.do("ben", record_letter_delivered, ref, on=arrived_on, letter=letter, evidence="Signed for.")
    walk.stands("letter_issued", K07=None, K09="Thu 22 Jan 2026")
    steps.see_children(office, ref, seen_on)
    office.do("tess", record_supervision, ref, on=seen_on, note="Discussed.")
    office.do("tess", review_on_tracker, ref, on=seen_on, note="On course.")
    walk.stands("letter_issued", K24="Fri 6 Feb 2026", K25="Fri 20 Feb 2026", K26="Fri 6 Feb 2026")
    steps.make_plan(office, ref, on=ON_TIME.first_meeting, due_on=ON_TIME.review)
    office.do(
        "sam", hold_first_meeting, ref, on=ON_TIME.first_meeting, came=steps.came(office, ref),
        next_review_on=ON_TIME.review, exit_gateway_on=ON_TIME.exit,
    )  # fmt: skip
    walk.stands("active_plan", K08=None, K09=None, K10="Tue 3 Feb 2026", K11="Tue 10 Mar 2026")
    send_last_minutes(walk, day("Fri 30 Jan 2026"))
    walk.stands("active_plan", K10=None)


def reviewed(walk: Walk, judgement: Judgement = Judgement.BETTER) -> None:
    """The midway review is held."""
    steps.review(walk.office, walk.ref, judgement, on=ON_TIME.review, next_on=ON_TIME.exit)
    walk.stands("active_plan", K11=None, K10="Tue 17 Mar 2026", K12="Tue 21 Apr 2026")
    send_last_minutes(walk, day("Thu 12 Mar 2026"))
    walk.stands("active_plan", K10=None)


def under_way(office: Office, family: Family = MERROW, seventeen: str = "Sun 4 Mar 2035") -> Walk:
    """From the request to the first meeting."""
    walk = asked_and_listed(office, family, seventeen)
    entered(walk)
    met(walk)
    return walk


def at_review(office: Office, judgement: Judgement = Judgement.BETTER) -> Walk:
    """From the request to the day before the exit gateway."""
    walk = under_way(office)
    reviewed(walk, judgement)
    steps.bring_papers(office, walk.ref, on=ON_TIME.relisted)
    office.do(
        "tess", list_gateway_review, walk.ref, on=ON_TIME.relisted, review_reason=ReviewReason.EXIT,
        sitting_on=ON_TIME.exit,
    )  # fmt: skip
    walk.stands("gateway_review", K02="Tue 28 Apr 2026")
    return walk
