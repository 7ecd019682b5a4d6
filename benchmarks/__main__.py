"""`python -m benchmarks`: measures, prints a table as it goes and writes var/bench.json. A goal that is missed is said
plainly and is no fault of the command."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from benchmarks.authorities import places
from benchmarks.measuring import Result
from benchmarks.reporting import HEADINGS, in_words, machine, report, row, write_readme
from benchmarks.running import FULL, MEASURES, QUICK, run

MEASURED = Path("var/bench.json")
README = Path("README.md")
WIDTHS = (105, 10, 10, 10, 7, 12, 3)


@click.command()
@click.option("--quick", is_flag=True, help="Fewer cases and rounds: a look in two minutes, not for the README.")
@click.option("--only", type=click.Choice(tuple(MEASURES)), help="One kind of measurement.")
@click.option("--json", "to", type=click.Path(path_type=Path), default=MEASURED, show_default=True)
@click.option("--readme", is_flag=True, help="Measure nothing; write the README's table from the JSON.")
def main(quick: bool, only: str | None, to: Path, readme: bool) -> None:
    """Measure what the README says of speed."""
    if readme:
        write_readme(README, to)
        return
    results: list[Result] = []
    with places() as found:
        facts = machine(found)
        _say(HEADINGS)
        for result in run(found, QUICK if quick else FULL, only):
            _say(row(result.as_json()))
            results.append(result)
    written = report(facts, results, on=date.today(), quick=quick or only is not None)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    _conclude(results, in_words(written), to)


def _say(cells: tuple[str, ...]) -> None:
    click.echo("  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip())


def _conclude(results: list[Result], sentence: str, to: Path) -> None:
    missed = [f"{result.what} on {result.database}" for result in results if not result.met]
    click.echo(f"\n{sentence}\nWritten to {to}.")
    click.echo(f"{len(missed)} of {len(results)} goals were missed{': ' if missed else '.'}{'; '.join(missed)}")


if __name__ == "__main__":
    main()
