"""What the schedules add to the `plo` command: a sweep and a delivery by hand, the same as the jobs do."""

from __future__ import annotations

from datetime import date

import click

from plo_workflow.cli.showing import DAY, as_json, now, open_store, print_json, refusing, today
from plo_workflow.errors import DayToCome
from plo_workflow.reminders.sweeping import rehearse
from plo_workflow.reminders.sweeping import sweep as sweep_cases
from plo_workflow.working_days import in_words as in_full
from schedules.delivery import DROPPED, FAILED, PUT_OFF, SENT, in_words
from schedules.delivery import deliver as deliver_waiting
from schedules.jobs import carrier_now, clock_of, site, swept_in_words


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--on", type=DAY, default=None, help="As on this day; today, in London, if left out.")
@click.option("--dry-run", is_flag=True, help="Only say what would be queued, also on a day to come.")
@as_json
@refusing
def sweep(on: date | None, dry_run: bool, as_json: bool) -> None:
    """Find what is overdue and queue a reminder for everybody who was not told yet."""
    with open_store() as store:
        at = now()
        day = on or today()
        if day > today() and not dry_run:
            raise DayToCome(
                f"{in_full(day)} has not come yet, and reminders are queued on their day. "
                "With --dry-run you see what they would be."
            )
        swept = rehearse(store, on=day) if dry_run else sweep_cases(store, on=day, at=at)
    if as_json:
        print_json({**swept.as_facts(), "dry_run": dry_run})
    else:
        click.echo(swept_in_words(swept) + (" (dry run: nothing was queued)" if dry_run else ""))


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@as_json
@refusing
def deliver(as_json: bool) -> None:
    """Send what waits, by PLO_SMTP_HOST or PLO_NOTIFY_KEY or, where neither is set, into the folder var/outbox."""
    carrier = carrier_now()
    with open_store() as store:
        became = deliver_waiting(store, carrier, clock_of(store), site=site())
    if as_json:
        print_json({what.replace(" ", "_"): became[what] for what in (SENT, FAILED, PUT_OFF, DROPPED)})
    else:
        click.echo(in_words(became) or "Nothing was waiting to be sent.")
