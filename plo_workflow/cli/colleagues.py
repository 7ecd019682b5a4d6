"""Who works here, as the command line shows it, and where their mail goes."""

from __future__ import annotations

import click

from plo_workflow.caseload.colleagues import everybody
from plo_workflow.cases.office import SYSTEM, give_address, register
from plo_workflow.cli.showing import as_json, now, open_store, print_json, print_table, refusing
from plo_workflow.kinds import Role
from plo_workflow.working_days import listed

ROLES = [role.value for role in Role]
SHOWN = ("key", "name", "email", "team", "roles")


@click.group()
def staff() -> None:
    """Those who work here: their names, roles and e-mail addresses."""


@staff.command("list")
@as_json
@refusing
def list_(as_json: bool) -> None:
    """Everybody who works here; whoever has no address is told of nothing by mail."""
    with open_store() as store, store.reading() as session:
        found = [one for one in everybody(session) if one.key != SYSTEM]
        if as_json:
            print_json(
                [{name: getattr(one, name) for name in ("key", "name", "email", "team", "roles")} for one in found]
            )
            return
        rows = [(one.key, one.name, one.email or "no address", one.team, ", ".join(one.roles)) for one in found]
    print_table(("key", "name", "e-mail", "team", "roles"), rows)


@staff.command()
@click.argument("key")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    type=click.Choice(ROLES),
    multiple=True,
    required=True,
    help="As often as needed.",
)
@click.option("--email", "address", help="Without one nothing is told to them by mail.")
@click.option("--team", help="The team they belong to.")
@refusing
def add(key: str, name: str, roles: tuple[str, ...], address: str | None, team: str | None) -> None:
    """Let somebody work here: KEY is the short name that commands know them by, NAME what pages show."""
    with open_store() as store:
        register(store, at=now(), key=key, name=name, roles=roles, email=address, team=team)
    click.echo(f"{name} works here from now on, as {listed([Role(role).label.lower() for role in roles])}.")


@staff.command()
@click.argument("key")
@click.argument("address")
@refusing
def email(key: str, address: str) -> None:
    """Give somebody an e-mail address, or another one: KEY is theirs in `plo staff list`."""
    with open_store() as store:
        give_address(store, at=now(), key=key, address=address)
    click.echo(f"Mail for {key} goes to {address} from now on.")
