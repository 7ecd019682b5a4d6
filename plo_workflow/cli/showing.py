"""How commands answer: facts as JSON or as lines, refusals as one sentence, exit codes 0 done, 2 refused, 1 a fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.exc import ArgumentError, DBAPIError

from plo_workflow import wall_clock
from plo_workflow.cases.demonstration_clock import check_day_given, days_ahead
from plo_workflow.errors import Refused, StoreNotSafe
from plo_workflow.migrations import check_schema
from plo_workflow.policy import PolicyFaults
from plo_workflow.settings import LONDON, Settings, read_settings
from plo_workflow.store import Store, refusal_of
from plo_workflow.working_days import CannotCount

F = TypeVar("F", bound=Callable[..., Any])
REFUSED = 2
DAYS_AHEAD = "plo_workflow.days_ahead"
"""Where a command keeps how far the database that it opened is ahead of the real day."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print the facts as JSON.")


def now() -> datetime:
    """The instant at which a command line command is given, on the day of the demonstration if it has moved it."""
    context = click.get_current_context(silent=True)
    return wall_clock.now(context.meta.get(DAYS_AHEAD, 0) if context else 0).astimezone(LONDON)


def today() -> date:
    """The day in London."""
    return now().date()


def refusing(command: F) -> F:
    """Turn a refusal into its sentence on standard error and exit code 2; a database that cannot be used is one."""

    @wraps(command)
    def run(*args: Any, **said: Any) -> Any:
        try:
            with plain_about_the_database():
                return command(*args, **said)
        except (Refused, CannotCount, PolicyFaults) as refusal:
            click.echo(str(refusal), err=True)
            raise SystemExit(REFUSED) from None

    return run  # type: ignore[return-value]


@contextmanager
def plain_about_the_database() -> Iterator[None]:
    """Raise the refusal in place of a driver's error, where there is one for it."""
    try:
        yield
    except DBAPIError as fault:
        raise refusal_of(fault.orig or fault) from fault


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """This installation's database, as it is. Raises `StoreNotSafe` for an address that names none."""
    try:
        store = Store(settings.database_url)
    except (ArgumentError, ModuleNotFoundError) as fault:
        raise StoreNotSafe("PLO_DATABASE_URL is not the address of a SQLite or PostgreSQL database.") from fault
    try:
        yield store
    finally:
        store.close()


@contextmanager
def open_store() -> Iterator[Store]:
    """This installation's database, checked to be safe and of this program's schema."""
    with opened(read_settings()) as store:
        store.check_safe()
        check_schema(store)
        with store.reading() as session:
            check_day_given(session, wall_clock.day_given())
            click.get_current_context().meta[DAYS_AHEAD] = days_ahead(session)
        yield store


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
