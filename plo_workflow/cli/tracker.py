"""Importing a council's tracker on the command line: a look first, and with --commit the import itself."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from plo_workflow.cases.office import SYSTEM
from plo_workflow.cli.showing import DAY, FILE, as_json, now, open_store, print_json, refusing, today
from plo_workflow.errors import DateInFuture, StoreNotSafe, StoreNotWritable
from plo_workflow.interchange.errors_file import write_errors
from plo_workflow.interchange.problems import Problem, TrackerUnreadable
from plo_workflow.interchange.tracker import TrackerReading, read_tracker
from plo_workflow.interchange.tracker_import import DrawnUp, look
from plo_workflow.interchange.tracker_import import commit as commit_tracker

UNDERSTOOD = {"families": "family", "children": "child", "dates": "date"}
COUNTED = ("imported", "updated", "unchanged", "in_error", "families", "children", "dates", "queries")


@click.command("import-tracker", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=FILE)
@click.option("--map", "mapping", type=FILE, default=None, help="A mapping file of your own for headings and words.")
@click.option("--sheet", default=None, help="The sheet to read, where more than one could be the tracker.")
@click.option("--commit", is_flag=True, help="Import the rows that are good. Without this nothing is changed.")
@click.option(
    "--as-of", type=DAY, default=None, help="The day on which the tracker stood like this; today if left out."
)
@click.option("--by", default=SYSTEM, metavar="STAFF", help="The key of the person who imports it.")
@as_json
@refusing
def import_tracker(
    file: Path, mapping: Path | None, sheet: str | None, commit: bool, as_of: date | None, by: str, as_json: bool
) -> None:
    """Bring a council's tracker in (xlsx or csv): every good row becomes a case, or brings its case up to date.

    Rows that cannot be taken are listed with what is wrong and how to mend it in FILE.errors.xlsx, beside the file.
    """
    on = as_of or today()
    if on > today():
        raise DateInFuture("The tracker", on)
    reading = read_tracker(file, as_of=on, mapping=mapping, sheet=sheet, progress=_progress("Reading rows"))
    errors = file.with_name(f"{file.name}.errors.xlsx")
    _write_errors(errors, reading.problems)
    if commit:
        with open_store() as store:
            drawn = commit_tracker(reading, store, at=now(), on=on, by=by, progress=_progress("Importing families"))
    else:
        drawn = _look(reading, on)
    _write_errors(errors, drawn.problems)
    facts = {
        "committed": commit, "rows": reading.rows, **_counted(reading, drawn),
        "registered_without_email": [one.key for one in drawn.wanted.newcomers],
        "errors_file": str(errors) if drawn.problems else None,
    }  # fmt: skip
    if as_json:
        print_json({**facts, "refused": str(drawn.refusal) if drawn.refusal else None})
    else:
        _say(facts, reading, drawn)


def _look(reading: TrackerReading, on: date) -> DrawnUp:
    """What an import would do; without a database, what it would do to a new one."""
    try:
        with open_store() as store:
            return look(reading, store, on=on)
    except (StoreNotSafe, StoreNotWritable):
        return look(reading, None, on=on)


def _counted(reading: TrackerReading, drawn: DrawnUp) -> dict[str, int]:
    counts = {**vars(drawn), "in_error": reading.rows - drawn.families}
    return {name: counts[name] for name in COUNTED}


def _write_errors(path: Path, problems: list[Problem] | tuple[Problem, ...]) -> None:
    """List them in a file; where there are none, take away a list that an earlier look left behind."""
    try:
        if problems:
            write_errors(path, problems)
        else:
            path.unlink(missing_ok=True)
    except OSError as fault:
        raise TrackerUnreadable(f"The list of problems cannot be written to {path}: {fault.strerror}.") from fault


def _say(facts: dict[str, Any], reading: TrackerReading, drawn: DrawnUp) -> None:
    f = facts
    rows = _many(f["rows"], "row")
    click.echo(f"Sheet {reading.sheet}: {rows}, {f['families']:,} of them good and {f['in_error']:,} in error.")
    understood = (_many(f[name], one, name) for name, one in UNDERSTOOD.items())
    click.echo(f"Understood: {', '.join(understood)}.")
    verb = "would be" if not f["committed"] else "was" if f["imported"] == 1 else "were"
    queries = _many(f["queries"], "query", "queries")
    click.echo(
        f"{f['imported']:,} {verb} imported, {f['updated']:,} updated, {f['unchanged']:,} unchanged; "
        f"{queries} to look into."
    )
    if reading.ignored_columns:
        click.echo(f"Columns that were not read: {', '.join(reading.ignored_columns)}.")
    _say_problems(len(drawn.problems), f["errors_file"])
    _say_registered(len(f["registered_without_email"]), f["committed"])
    if drawn.refusal:
        click.echo(f"It cannot be imported here: {drawn.refusal}")
    elif not f["committed"]:
        click.echo("Nothing was changed. Add --commit to import the good rows.")


def _say_problems(number: int, listed_in: str | None) -> None:
    verb = "is" if number == 1 else "are"
    click.echo(f"{_many(number, 'problem')} {verb} listed in {listed_in}." if listed_in else "There are no problems.")


def _say_registered(number: int, committed: bool) -> None:
    if number:
        verb = "would be" if not committed else "was" if number == 1 else "were"
        click.echo(
            f"{_many(number, 'person', 'people')} {verb} registered without an e-mail address and told nothing by mail "
            "until `plo staff email KEY ADDRESS` gives an address; `plo staff list` has the keys."
        )


def _many(number: int, one: str, several: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def _progress(what: str) -> Callable[[int, int], None]:
    """A line on a terminal that says how far it is; nothing where nobody looks on."""

    def show(done: int, of: int) -> None:
        end = "\n" if done == of else ""
        sys.stderr.write(f"\r{what}: {done:,} of {of:,}{end}")
        sys.stderr.flush()

    return show if sys.stderr.isatty() else lambda _done, _of: None
