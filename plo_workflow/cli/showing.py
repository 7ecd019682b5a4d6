"""How commands answer: facts as JSON or as lines, refusals as one sentence, exit codes 0 done, 2 refused, 1 a fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from plo_workflow.errors import Refused
from plo_workflow.migrations import check_schema
from plo_workflow.policy import PolicyFaults
from plo_workflow.settings import LONDON, read_settings
from plo_workflow.store import Store
from plo_workflow.working_days import CannotCount

F = TypeVar("F", bound=Callable[..., Any])
REFUSED = 2

as_json = click.option("--json", "as_json", is_flag=True, help="Print the facts as JSON.")


def now() -> datetime:
    """The instant at which a command line command is given."""
    return datetime.now(LONDON)


def today() -> date:
    """The day in London."""
    return now().date()


def refusing(command: F) -> F:
    """Turn a refusal into its sentence on standard error and exit code 2."""

    @wraps(command)
    def run(*args: Any, **said: Any) -> Any:
        try:
            return command(*args, **said)
        except (Refused, CannotCount, PolicyFaults) as refusal:
            click.echo(str(refusal), err=True)
            raise SystemExit(REFUSED) from None

    return run  # type: ignore[return-value]


@contextmanager
def open_store() -> Any:
    """This installation's database, checked to be safe and of this program's schema."""
    store = Store(read_settings().database_url)
    try:
        store.check_safe()
        check_schema(store)
        yield store
    finally:
        store.close()


def print_json(facts: object) -> None:
    """Print facts as JSON: dates in ISO form, everything else as it is."""
    click.echo(json.dumps(facts, indent=2, ensure_ascii=False, default=plain))


def plain(value: object) -> object:
    """A value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else str(value)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under headings, each column as wide as it needs to be."""
    lines = [[str("" if cell is None else cell) for cell in row] for row in (headings, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(headings))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


class Day(click.ParamType[date]):
    """A date, as 2026-02-03."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date that was written, or a usage error that says how to write one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” is not a date. Write it like 2026-02-03.", param, ctx)


DAY = Day()
FILE = click.Path(path_type=Path)
