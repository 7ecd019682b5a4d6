"""The group of all commands: the engine's own, and those that web and schedules bring along."""

from __future__ import annotations

from importlib.metadata import entry_points

import click

from plo_workflow.cli.authority import adopt_bank_holidays, init, verify
from plo_workflow.cli.cases import case
from plo_workflow.cli.policies import policy
from plo_workflow.cli.rules import clocks, due, workflow


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """PLO Workflow: pre-proceedings casework that does not drift.

    PLO_DATABASE_URL names the database. Exit codes: 0 done, 2 refused with a sentence, 1 a fault.
    """


for _command in (init, verify, adopt_bank_holidays, case, due, clocks, workflow, policy):
    main.add_command(_command)
for _point in entry_points(group="plo.commands"):
    main.add_command(_point.load(), _point.name)
