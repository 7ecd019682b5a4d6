"""What an authority keeps besides its cases: its staff, the policy and the calendar in force, and how it was founded.

Moving running cases to another policy or calendar is in `migrating`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from importlib.resources import files
from typing import Any

from sqlalchemy import bindparam, select, text, update

from plo_workflow.cases.chain import BEGINNING, append
from plo_workflow.errors import NotGiven, UnknownPerson
from plo_workflow.kinds import Role
from plo_workflow.models import CalendarVersion, PolicyVersion, Staff
from plo_workflow.policy import Policy, default_policy, policy_text
from plo_workflow.store import Pen, Store, table_of
from plo_workflow.working_days import read_calendar

SYSTEM = "system"


def found(store: Store, *, at: datetime, policy: Policy | None = None, calendar_text: str | None = None) -> None:
    """The first rows of a new database: the policy, the calendar and the beginning of the history.

    On a database that was founded already it does nothing.
    """
    with store.writing() as pen:
        begin = "INSERT INTO history_head (id, seq, hash) VALUES (1, 0, :hash) ON CONFLICT (id) DO NOTHING RETURNING id"
        if not pen.fetch("begin history", lambda: text(begin), hash=BEGINNING):
            return
        _insert_staff(pen, at, key=SYSTEM, name="The system itself", roles=(), email=None, team=None)
        keep_calendar(pen, at, SYSTEM, calendar_text or shipped_calendar())
        keep_policy(pen, at, SYSTEM, policy or default_policy())
        append(
            pen,
            ref=None,
            command="found",
            on=None,
            at=at,
            by=SYSTEM,
            payload={"policy": (policy or default_policy()).version},
        )


def register(
    store: Store, *, at: datetime, key: str, name: str, roles: Sequence[str], email: str | None = None,
    team: str | None = None, by: str = SYSTEM,
) -> None:  # fmt: skip
    """Somebody who works here, with the roles they hold.

    Raises `NotGiven` for an unknown role, what is no address, or a key that somebody has already.
    """
    unknown = sorted(set(map(str, roles)) - set(Role))
    if unknown:
        raise NotGiven(f"There is no role {', '.join(unknown)}.")
    if not (key.strip() and name.strip()):
        raise NotGiven("Give a key and a name.")
    if email:
        _check_address(email)
    with store.writing() as pen:
        if pen.fetch("known as", lambda: text("SELECT key FROM staff WHERE key = :key"), key=key):
            raise NotGiven(f"Somebody is known as “{key}” already. Choose another key.")
        enrol(pen, at, by, key=key, name=name, roles=roles, email=email, team=team)


def enrol(
    pen: Pen, at: datetime, by: str, *, key: str, name: str, roles: Sequence[str], email: str | None = None,
    team: str | None = None,
) -> None:  # fmt: skip
    """Register somebody inside a transaction that is under way."""
    _insert_staff(pen, at, key=key, name=name, roles=roles, email=email, team=team)
    payload = {"key": key, "roles": list(map(str, roles))}
    append(pen, ref=None, command="register", on=None, at=at, by=by, payload=payload)


def give_address(store: Store, *, at: datetime, key: str, address: str, by: str = SYSTEM) -> None:
    """Where somebody's mail goes from now on. Raises `UnknownPerson`, or `NotGiven` for what is no address."""
    _check_address(address)
    with store.writing() as pen:
        changed = "UPDATE staff SET email = :address WHERE key = :key AND active RETURNING key"
        if not pen.fetch("give address", lambda: text(changed), address=address, key=key):
            raise UnknownPerson(f"Nobody who works here now is known as “{key}”. `plo staff list` shows everybody.")
        append(pen, ref=None, command="give_address", on=None, at=at, by=by, payload={"key": key})


def _check_address(address: str) -> None:
    """Whether mail can be sent to it: one local part and one domain, without a name around it."""
    try:
        found = Address(addr_spec=address)
        plain = found.addr_spec == address and "." in found.domain and address.isascii()
    except (HeaderParseError, ValueError, IndexError):
        plain = False
    if not plain:
        raise NotGiven(f"“{address}” is not an e-mail address. An example: sam.smith@council.gov.uk")


def _insert_staff(
    pen: Pen, at: datetime, *, key: str, name: str, roles: Sequence[str], email: str | None, team: str | None
) -> None:
    row = {
        "key": key,
        "name": name,
        "email": email,
        "team": team,
        "roles": list(map(str, roles)),
        "active": True,
    }
    pen.insert(Staff, {**row, "recorded_at": at, "recorded_by": SYSTEM})


def shipped_calendar() -> str:
    """The bank holidays that come with this release, in GOV.UK's shape."""
    return (files("plo_workflow.working_days") / "bank_holidays.json").read_text(encoding="utf-8")


def keep_policy(pen: Pen, at: datetime, by: str, policy: Policy) -> None:
    """Make a policy the one that new cases are pinned to; cases that run keep theirs."""
    row = {"version": policy.version, "name": policy.name, "content": policy_text(policy)}
    _keep(pen, PolicyVersion, row, at, by)


def keep_calendar(pen: Pen, at: datetime, by: str, content: str) -> str:
    """Make a calendar of bank holidays the one that dates are counted by from now on; gives its version."""
    version = read_calendar(content).version
    _keep(pen, CalendarVersion, {"version": version, "content": content}, at, by)
    return version


def _keep(
    pen: Pen, kind: type[PolicyVersion] | type[CalendarVersion], row: dict[str, Any], at: datetime, by: str
) -> None:
    table, version = table_of(kind), row["version"]
    same = table.c.version == bindparam("kept_version")
    known = pen.fetch(("known", table), lambda: select(table.c.version).where(same), kept_version=version)
    pen.run(("current", table), lambda: update(table).values(current=same), kept_version=version)
    if not known:
        pen.insert(kind, {**row, "current": True, "recorded_at": at, "recorded_by": by})
