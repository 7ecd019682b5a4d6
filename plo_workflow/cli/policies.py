"""Policies on the command line: checking a file, showing it beside the default, adopting it, moving cases to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from plo_workflow.cases.migrating import DECISIONS, NOT_DECIDED, Moved, adopt_policy, check_decided, migrate_policy
from plo_workflow.cli.rules import chosen_policy
from plo_workflow.cli.showing import FILE, REFUSED, as_json, now, open_store, print_json, print_table, refusing, today
from plo_workflow.clocks import CLOCKS
from plo_workflow.errors import NotGiven
from plo_workflow.policy import PolicyFaults, compare, default_policy, numbers, read_policy


@click.group()
def policy() -> None:
    """The numbers and local names that an authority works by."""


@policy.command()
@click.argument("file", type=FILE)
@as_json
@refusing
def check(file: Path, as_json: bool) -> None:
    """Read a policy file and print everything that is wrong with it, each with its path and line."""
    try:
        version, faults = read_policy(file).version, []
    except PolicyFaults as refusal:
        if not as_json:
            raise
        version, faults = None, [asdict(fault) for fault in refusal.faults]
    if as_json:
        print_json({"good": not faults, "version": version, "faults": faults})
    else:
        click.echo(f"{file} is good. Its version is {version}.")
    if faults:
        raise SystemExit(REFUSED)


@policy.command()
@click.argument("file", type=FILE, required=False)
@as_json
@refusing
def show(file: Path | None, as_json: bool) -> None:
    """Print every number of a policy beside the default."""
    found = chosen_policy(file)
    mine, default = numbers(found), numbers(default_policy())
    paths = {**default, **mine}
    if as_json:
        beside = {path: {"value": mine.get(path), "default": default.get(path)} for path in paths}
        print_json({"version": found.version, "numbers": beside})
        return
    differing = ((path, mine.get(path), default.get(path)) for path in paths)
    print_table(
        ("path", "value", "default"),
        [(path, value, "" if value == standard else standard) for path, value, standard in differing],
    )


@policy.command()
@click.argument("file", type=FILE)
@as_json
@refusing
def diff(file: Path, as_json: bool) -> None:
    """Print only where a policy differs from the default."""
    found = compare(read_policy(file), default_policy())
    if as_json:
        print_json([{"path": d.path, "default": d.default, "value": d.value} for d in found])
    else:
        print_table(("path", "default", "value"), [(d.path, d.default, d.value) for d in found])


@policy.command()
@click.argument("file", type=FILE)
@as_json
@refusing
def adopt(file: Path, as_json: bool) -> None:
    """Make a policy the one that new cases are pinned to. Running cases keep theirs until they are migrated."""
    with open_store() as store:
        version = adopt_policy(store, read_policy(file), at=now())
    if as_json:
        print_json({"version": version})
    else:
        click.echo(f"New cases follow policy {version}. To move running cases: plo policy migrate --to {version}")


@policy.command()
@click.option("--to", required=True, help="The version to move to, as `plo policy adopt` printed it.")
@click.option("--decide", multiple=True, metavar="CLOCK=DECISION", help=f"One of {', '.join(DECISIONS)} for a clock.")
@click.option("--commit", is_flag=True, help="Do it. Without this the report is only printed.")
@as_json
@refusing
def migrate(to: str, decide: Sequence[str], commit: bool, as_json: bool) -> None:
    """Move every open case to another policy: each running kind of clock needs a decision.

    Prints which clock of which case moves from which date to which, and which kinds of clock are not decided yet.
    """
    decisions = dict(_decision(one) for one in decide)
    with open_store() as store:
        moved = migrate_policy(store, to=to, decide=decisions, at=now(), today=today(), commit=commit)
    if as_json:
        print_json({"committed": commit, "clocks": [vars(line) for line in moved]})
    else:
        print_table(
            ("case", "clock", "about", "decision", "old date", "new date"),
            [(m.ref, CLOCKS[m.clock].id, m.subject, m.decision, m.old_due_on, _becomes(m)) for m in moved],
        )
    check_decided(moved)
    if not as_json:
        click.echo("Done, in one transaction." if commit else "Nothing was changed. Add --commit to do it.")


def _becomes(line: Moved) -> object:
    return line.new_due_on or ("" if line.decision == NOT_DECIDED else "stops")


def _decision(written: str) -> tuple[str, str]:
    clock, equals, decision = written.partition("=")
    if not equals:
        raise NotGiven(f"“{written}” is not a decision. Write it like K14=keep-date.")
    return clock.strip(), decision.strip()
