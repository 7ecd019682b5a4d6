"""Cases on the command line: the worklist, one case, what each move still lacks, and the history."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from plo_workflow.access import Actor
from plo_workflow.caseload.casefiles import clocks_of, open_moves, read_actor, read_file, rules_for
from plo_workflow.caseload.drifting import Drifting, drift_of
from plo_workflow.caseload.explaining import Explained, explain_all
from plo_workflow.caseload.histories import history_of
from plo_workflow.caseload.worklist import Wanted, worklist
from plo_workflow.cases import label_of
from plo_workflow.cli.showing import DAY, as_json, open_store, print_json, print_table, refusing, today
from plo_workflow.models import CaseFile, Child, ChildOutcome
from plo_workflow.requirements import Verdict
from plo_workflow.stages import STAGES
from plo_workflow.working_days import in_words

NOBODY = Actor("", "Nobody", frozenset())
"""Who makes a move that is only looked at: somebody who holds no role and has done nothing on any case."""
on_option = click.option("--on", type=DAY, default=None, help="As it stands on this day; today if left out.")


@click.group()
def case() -> None:
    """The families' cases."""


@case.command("list")
@click.option("--stage", type=click.Choice(list(STAGES)), default=None)
@click.option("--worker", default=None, help="The key of a social worker.")
@click.option("--team", default=None)
@click.option("--overdue", is_flag=True, help="Only cases with something overdue.")
@click.option("--closed", is_flag=True, help="Cases that have ended instead.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@on_option
@as_json
@refusing
def list_cases(
    stage: str | None, worker: str | None, team: str | None, overdue: bool, closed: bool, limit: int, on: date | None,
    as_json: bool,
) -> None:  # fmt: skip
    """List cases, what is due first on top."""
    day = on or today()
    wanted = Wanted(worker, team, stage, closed, day if overdue else None)
    with open_store() as store, store.reading() as session:
        lines = worklist(session, wanted, today=day, size=limit)
    facts = [
        {
            "ref": line.ref, "stage": line.stage, "since": line.stage_since_on,
            "next_due_on": line.next_due_on, "next_due": line.next_due, "overdue": line.overdue,
            "limit_on": line.limit_on, "children": line.children, "worker": line.worker, "team": line.team,
        }
        for line in lines
    ]  # fmt: skip
    if as_json:
        print_json(facts)
    else:
        print_table(
            ("case", "stage", "next due", "what", "overdue", "limit", "worker"),
            [
                (f["ref"], f["stage"], f["next_due_on"], f["next_due"], f["overdue"], f["limit_on"], f["worker"])
                for f in facts
            ],
        )


@case.command()
@click.argument("ref")
@on_option
@as_json
@refusing
def show(ref: str, on: date | None, as_json: bool) -> None:
    """Show one case: its stage, its children, what is drifting, and every clock with the reason for its date."""
    day = on or today()
    with open_store() as store, store.reading() as session:
        file = read_file(session, ref)
        policy, calendar = rules_for(session, file.case)
        stored = clocks_of(session, file.case)
        clocks = explain_all(file, stored, policy, calendar)
        drift = drift_of(session, file, stored, day)
        children = children_of(file)
    row = file.case
    if as_json:
        print_json(
            {
                "ref": row.ref, "family": row.family_name, "stage": row.stage, "since": row.stage_since_on,
                "open": row.open, "revision": row.revision, "policy": row.policy_version, "children": children,
                "drift": [drift_facts(one) for one in drift],
                "clocks": [clock_facts(clock, day) for clock in clocks],
            }
        )  # fmt: skip
        return
    click.echo(f"{row.ref}  {row.family_name}  {STAGES[row.stage].label} since {in_words(row.stage_since_on)}")
    print_table(("child", "born", "expected", "outcome"), [list(child.values()) for child in children])
    for one in drift:
        click.echo(f"{one.severity.label}: {one.sentence}")
    print_table(
        ("clock", "about", "due", "how it stands", "why"),
        [(c.clock.id, c.about, c.stored.due_on, c.stored.outcome or c.tone(day), c.sentence) for c in clocks],
    )


def children_of(file: CaseFile) -> list[dict[str, Any]]:
    """Each child of a case and how it ended for them, if it has."""
    outcomes = {outcome.child_id: outcome.outcome for outcome in file.all(ChildOutcome)}
    return [
        {"name": c.given_name, "born_on": c.born_on, "expected_on": c.expected_on, "outcome": outcomes.get(c.id)}
        for c in file.all(Child)
    ]


def drift_facts(drift: Drifting) -> dict[str, Any]:
    """One signal that is true of a case."""
    return {
        "id": drift.signal.id, "signal": drift.signal.key, "about": drift.about, "since_on": drift.since_on,
        "severity": drift.severity, "meaning": drift.signal.meaning,
    }  # fmt: skip


def clock_facts(explained: Explained, day: date) -> dict[str, Any]:
    """One clock as it stands on a day."""
    stored = explained.stored
    return {
        "id": explained.clock.id, "clock": explained.clock.key, "about": explained.about, "due_on": stored.due_on,
        "provisional": stored.provisional, "outcome": stored.outcome, "stopped_on": stored.stopped_on,
        "tone": explained.tone(day), "sentence": explained.sentence,
    }  # fmt: skip


@case.command()
@click.argument("ref")
@click.option("--as", "who", default=None, help="The key of the person who would make the move; nobody if left out.")
@on_option
@as_json
@refusing
def moves(ref: str, who: str | None, on: date | None, as_json: bool) -> None:
    """Say which moves lead on from here and everything each of them still lacks."""
    with open_store() as store, store.reading() as session:
        actor = read_actor(session, who) if who else NOBODY
        found = open_moves(session, read_file(session, ref), actor, on or today())
    if as_json:
        print_json(
            [
                {
                    "move": one.move.key, "id": one.move.id, "label": one.move.label, "may": one.may,
                    "requirements": [vars(verdict) for verdict in one.verdicts],
                }
                for one in found
            ]
        )  # fmt: skip
        return
    for one in found:
        click.echo(f"{one.move.id}  {one.move.label} (for {', '.join(role.label.lower() for role in one.move.who)})")
        for verdict in one.verdicts:
            click.echo(f"     {how_it_stands(verdict):<11}  {verdict.sentence}")
    if not who:
        click.echo("Nobody is named: `--as KEY` says how it stands for somebody who works here.")


def how_it_stands(verdict: Verdict) -> str:
    """The answer of a requirement in a word or two."""
    if verdict.met:
        return "met"
    return "passed over" if verdict.overridden else "asked" if verdict.with_the_move else "missing"


@case.command()
@click.argument("ref")
@as_json
@refusing
def history(ref: str, as_json: bool) -> None:
    """Print everything that was done on a case, newest first."""
    with open_store() as store, store.reading() as session:
        file = read_file(session, ref)
        _, calendar = rules_for(session, file.case)
        told = history_of(session, file.case, calendar)
    if as_json:
        print_json([vars(one) for one in told])
        return
    print_table(
        ("entry", "happened", "recorded", "by", "what"),
        [(one.seq, one.on, f"{one.at:%Y-%m-%d %H:%M}", one.by, label_of(one.command)) for one in told],
    )
