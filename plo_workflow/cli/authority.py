"""Setting up an authority's database, checking the history, adopting bank holidays."""

from __future__ import annotations

from pathlib import Path

import click

from plo_workflow.cases.chain import verify as verify_chain
from plo_workflow.cases.migrating import adopt_calendar, adopt_policy
from plo_workflow.cases.office import found
from plo_workflow.cli.showing import FILE, REFUSED, as_json, now, open_store, opened, print_json, refusing, today
from plo_workflow.errors import NotGiven, StoreNotWritable
from plo_workflow.migrations import migrate, newest_version, version_of
from plo_workflow.policy import read_policy
from plo_workflow.settings import Settings, read_settings
from plo_workflow.working_days import read_calendar


@click.command()
@as_json
@refusing
def init(as_json: bool) -> None:
    """Create the database, or bring it to this version; run it as often as you like."""
    settings = read_settings()
    make_folder(settings)
    with opened(settings) as store:
        before = version_of(store)
        migrate(store)
        store.check_safe()
        found(store, at=now())
        if settings.policy_file:
            adopt_policy(store, read_policy(settings.policy_file), at=now())
    database = store.url.render_as_string(hide_password=True)
    if as_json:
        print_json({"database": database, "from": before, "schema": newest_version()})
    elif before != newest_version():
        click.echo(f"The database is ready: {database} (schema {newest_version()}).")


def make_folder(settings: Settings) -> None:
    """Make the installation's folder. Raises `StoreNotWritable` where that cannot be done."""
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreNotWritable(f"The folder {settings.folder} cannot be made: {fault.strerror}.") from fault


@click.command()
@as_json
@refusing
def verify(as_json: bool) -> None:
    """Check the whole history; name the first entry that is not as it was written."""
    with open_store() as store, store.reading() as session:
        entries, fault = verify_chain(session)
    if as_json:
        print_json({"entries": entries, "good": fault is None, "first_bad": fault and vars(fault)})
    elif fault is None:
        click.echo(f"The history is whole: {entries} entries.")
    else:
        click.echo(f"Entry {fault.seq} is not as it was written: {fault.what}.")
    if fault:
        raise SystemExit(REFUSED)


@click.command("adopt-bank-holidays")
@click.argument("file", type=FILE)
@as_json
@refusing
def adopt_bank_holidays(file: Path, as_json: bool) -> None:
    """Count by a newer list of bank holidays (GOV.UK's JSON, with confirmed_from and confirmed_to).

    Dates still to come move, dates that have come stay, and each clock's ledger keeps both.
    """
    content = read_holidays(file)
    with open_store() as store:
        version, moved = adopt_calendar(store, content, at=now(), today=today())
    if as_json:
        print_json({"version": version, "cases": moved})
    else:
        click.echo(f"Calendar {version} is in force. Dates moved on {moved} cases.")


def read_holidays(file: Path) -> str:
    """The text of a list of bank holidays. Raises `NotGiven` for anything else."""
    try:
        content = file.read_text(encoding="utf-8")
        read_calendar(content)
    except OSError as fault:
        raise NotGiven(f"{file} cannot be read: {fault.strerror}.") from fault
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotGiven(
            f"{file} is not a list of bank holidays in GOV.UK's shape, with confirmed_from and confirmed_to beside it."
        ) from fault
    return content
