"""The group of all commands: the engine's own, and those that web and schedules bring along."""

from __future__ import annotations

from importlib.metadata import entry_points

import click

from plo_workflow.cli.authority import adopt_bank_holidays, init, verify
from plo_workflow.cli.cases import case
from plo_workflow.cli.colleagues import staff
from plo_workflow.cli.demonstration import demo
from plo_workflow.cli.outlook import outlook
from plo_workflow.cli.policies import policy
from plo_workflow.cli.rules import clocks, due, workflow
from plo_workflow.cli.tracker import import_tracker

BROUGHT_ALONG = "plo.commands"


class Commands(click.Group):
    """The engine's own commands and, loaded only when somebody asks for them, those of the other packages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in order."""
        return sorted({*super().list_commands(ctx), *entry_points(group=BROUGHT_ALONG).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or none."""
        for point in entry_points(group=BROUGHT_ALONG, name=cmd_name):
            command: click.Command = point.load()
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """PLO Workflow: pre-proceedings casework that does not drift.

    PLO_DATABASE_URL names the database. Exit codes: 0 done, 2 refused with a sentence, 1 a fault.
    """


COMMANDS = (
    *(init, demo, import_tracker, verify, adopt_bank_holidays, case, outlook, staff),
    *(due, clocks, workflow, policy),
)
for _command in COMMANDS:
    main.add_command(_command)
