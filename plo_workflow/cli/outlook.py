"""The outlook on the command line: which cases may pass their limit, and whether the gateway has room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from plo_workflow.cli.showing import DAY, as_json, open_store, print_json, print_table, refusing, today
from plo_workflow.measures.capacity import Week, gateway_weeks, waiting_to_be_accepted
from plo_workflow.measures.forecast import Forecast, forecasts


@click.command()
@click.option("--on", type=DAY, default=None, help="Seen from this day; today if left out.")
@as_json
@refusing
def outlook(on: date | None, as_json: bool) -> None:
    """Say which open cases may pass their limit, and what the gateway has before it in the next eight weeks."""
    day = on or today()
    with open_store() as store, store.reading() as session:
        cases, weeks = forecasts(session, on=day), gateway_weeks(session, on=day)
        to_be_accepted = waiting_to_be_accepted(session)
    if as_json:
        print_json(
            {"on": day, "cases": list(map(_facts, cases)), "weeks": list(map(asdict, weeks)),
             "to_be_accepted": to_be_accepted}
        )  # fmt: skip
    else:
        _print(cases, weeks, to_be_accepted)


def _facts(one: Forecast) -> dict[str, Any]:
    chance = one.chance
    return {
        "ref": one.ref, "stage": one.stage, "limit_on": one.limit_on, "days_left": one.days_left,
        "finished_cases": chance and chance.of, "passed": chance and chance.passed, "share": chance and chance.share,
        "sentence": one.sentence,
    }  # fmt: skip


def _print(cases: Sequence[Forecast], weeks: Sequence[Week], to_be_accepted: int) -> None:
    print_table(
        ("case", "stage", "limit", "days left", "chance"),
        [(one.ref, one.stage, one.limit_on, one.days_left, one.sentence) for one in cases],
    )
    click.echo()
    print_table(
        ("week of", "due", "overdue", "booked", "still to book", "places taken", "places"),
        [
            (week.monday, week.due, week.overdue, week.booked, week.short, week.taken, _places(week))
            for week in weeks
        ],
    )  # fmt: skip
    if to_be_accepted:
        click.echo(f"Requests that nobody has accepted yet are not among them: {to_be_accepted}.")


def _places(week: Week) -> object:
    return "not set" if week.places is None else week.places
