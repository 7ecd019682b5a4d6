"""The `plo` command. Web and schedules add their own commands through the entry point group `plo.commands`."""

from plo_workflow.cli.main import main

__all__ = ["main"]
