"""What the rules say, with no case at hand: when something would be due, every clock, and the map of the workflow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from plo_workflow.caseload.answering import answer
from plo_workflow.cli.showing import DAY, FILE, as_json, print_json, print_table, refusing
from plo_workflow.clocks import CLOCKS, clock_named
from plo_workflow.documents.drawing import as_svg
from plo_workflow.documents.workflow import as_facts, as_mermaid, when
from plo_workflow.errors import NotGiven
from plo_workflow.policy import Policy, calendar_for, default_policy, read_policy

policy_option = click.option("--policy", "policy_file", type=FILE, default=None, help="A council's policy file.")


def chosen_policy(file: Path | None) -> Policy:
    """The council's policy, or the default."""
    return read_policy(file) if file else default_policy()


@click.command()
@click.argument("clock")
@click.argument("further", nargs=-1, metavar="")
@click.option("--from", "from_on", type=DAY, required=True, help="The day it is counted from (see `plo clocks`).")
@click.option(
    "--extension", "extensions", type=click.IntRange(1), multiple=True, help="Calendar days added to the limit."
)
@click.option("--closed", type=DAY, multiple=True, help="A day on which the council is closed.")
@policy_option
@as_json
@refusing
def due(
    clock: str,
    further: Sequence[str],
    from_on: date,
    extensions: Sequence[int],
    closed: Sequence[date],
    policy_file: Path | None,
    as_json: bool,
) -> None:
    """Say when something is due and why on that date. CLOCK is an id such as K06 or a key such as letter_sent.

    For pre-birth clocks --from is the expected date, for "before" clocks the later event. Both --extension 28 28 and
    --extension 28 --extension 28 will do, and the same for --closed.
    """
    extensions = [*extensions, *(int(word) for word in further if word.isdecimal())]
    closed = [*closed, *(DAY.convert(word, None, None) for word in further if not word.isdecimal())]
    found = clock_named(clock)
    if found is None:
        raise NotGiven(f"There is no clock “{clock}”. `plo clocks` lists them all.")
    policy = chosen_policy(policy_file)
    calendar = calendar_for(policy).with_closures({day: "council closure" for day in closed})
    facts = answer(found, from_on, policy, calendar, tuple(extensions))
    if as_json:
        print_json(facts)
    else:
        click.echo(facts["sentence"])


@click.command()
@policy_option
@as_json
@refusing
def clocks(policy_file: Path | None, as_json: bool) -> None:
    """List every clock with its timescale, its unit, what it counts from and where the number comes from."""
    policy = chosen_policy(policy_file)
    facts: list[dict[str, Any]] = [
        {
            "id": clock.id, "clock": clock.key, "label": clock.label, "length": rule.timescale.length or None,
            "unit": rule.timescale.unit, "direction": rule.timescale.direction, "anchor": clock.anchor_words(policy),
            "owner": clock.owner.value, "chased": clock.chased, "source": rule.source,
        }
        for clock in CLOCKS.values()
        for rule in (policy.clock(clock.key),)
    ]  # fmt: skip
    if as_json:
        print_json(facts)
        return
    print_table(
        ("id", "clock", "timescale", "source"),
        [(f["id"], f["clock"], when(CLOCKS[f["clock"]], policy), f["source"]) for f in facts],
    )


@click.command()
@click.option("--format", "kind", type=click.Choice(["mermaid", "svg", "json"]), default="mermaid", show_default=True)
@refusing
def workflow(kind: str) -> None:
    """Print the map of stages and moves, drawn from the tables the engine walks."""
    if kind == "json":
        print_json(as_facts())
    else:
        click.echo(as_mermaid() if kind == "mermaid" else as_svg())
