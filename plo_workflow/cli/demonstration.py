"""Loading made-up families on the command line."""

from __future__ import annotations

import sys
from datetime import date

import click

from plo_workflow.cli.showing import DAY, as_json, now, open_store, print_json, refusing, today
from plo_workflow.demo import is_empty, load_demo


@click.command()
@click.option("--as-of", type=DAY, default=None, help="The day the caseload stands at; today if left out.")
@click.option("--cases", "number", type=click.IntRange(1, 20000), default=60, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same families.")
@click.option(
    "--years", type=click.FloatRange(0.1, 20), default=1.0, show_default=True, help="How far back cases begin."
)
@click.option("--if-empty", is_flag=True, help="Do nothing where there are cases already.")
@as_json
@refusing
def demo(as_of: date | None, number: int, seed: int, years: float, if_empty: bool, as_json: bool) -> None:
    """Load made-up families, through the same commands that people use. Refused beside real cases."""
    with open_store() as store:
        with store.reading() as session:
            empty = is_empty(session)
        if if_empty and not empty:
            if as_json:
                print_json({"cases": 0, "children": 0})
            return
        with click.progressbar(
            length=number, label="Making up families", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            loaded = load_demo(
                store, as_of=as_of or today(), at=now(), cases=number, seed=seed, years=years,
                progress=lambda done, _: bar.update(done - bar.pos),
            )  # fmt: skip
    if as_json:
        print_json(vars(loaded))
    else:
        click.echo(f"{loaded.cases} made-up families with {loaded.children} children are in the database.")
