"""What was measured, as a table, as JSON and in the README, with the day and the machine."""

from __future__ import annotations

import json
import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.bare import bare
from benchmarks.measuring import Result
from tests.databases import Databases

HEADINGS = ("what", "database", "ours", "bare", "ratio", "goal", "met")
SPEED = re.compile(r"(<!-- speed[^>]*-->\n## Speed\n).*(<!-- /speed -->)", re.DOTALL)


def machine(places: Mapping[str, Databases]) -> dict[str, Any]:
    """What it is measured on; the load is how many others were busy when it began."""
    facts = {"cores": os.cpu_count(), "cpu": _processor(), "load_at_start": round(os.getloadavg()[0], 1)}
    versions = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    if server := places.get("PostgreSQL"):
        with closing(bare(server.fresh())) as driver:
            versions["PostgreSQL"] = str(driver.rows("SHOW server_version")[0][0]).split()[0]
    return {**facts, "versions": versions}


def report(machine: Mapping[str, Any], results: Iterable[Result], *, on: date, quick: bool) -> dict[str, Any]:
    """Everything in plain values."""
    return {
        "date": on.isoformat(), "quick": quick, "machine": dict(machine), "results": [r.as_json() for r in results],
    }  # fmt: skip


def row(result: Mapping[str, Any]) -> tuple[str, ...]:
    """One line of the table."""
    aim = f", aim {result['aim']:g}" if result["aim"] else ""
    return (
        result["what"] + (f" ({result['note']})" if result["note"] else ""),
        result["database"],
        f"{result['ours_ms']:.2f} ms",
        f"{result['bare_ms']:.2f} ms",
        f"{result['ratio']:.2f}",
        f"{result['at_most']:g}{aim}",
        "yes" if result["met"] else "no",
    )


def in_words(report: Mapping[str, Any]) -> str:
    """The day and the machine in a sentence."""
    facts = report["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    shared = facts["load_at_start"] > facts["cores"] / 4
    return (
        f"Measured on {date.fromisoformat(report['date']):%d %B %Y} on {facts['cores']} cores ({facts['cpu']}) with "
        f"{versions}; the load of the machine was {facts['load_at_start']} when it began"
        + (", so others were using it and its disk: expect these to be unsteady." if shared else ".")
    )


def write_readme(readme: Path, measured: Path) -> None:
    """Put the table of a full run where the README keeps it."""
    found = json.loads(measured.read_text(encoding="utf-8"))
    if found["quick"]:
        raise ValueError(f"{measured} is of a quick run; the README tells of a full one.")
    text = readme.read_text(encoding="utf-8")
    written, times = SPEED.subn(lambda kept: f"{kept[1]}\n{_section(found)}\n{kept[2]}", text)
    if times != 1:
        raise ValueError(f"{readme} has no place for the table.")
    readme.write_text(written, encoding="utf-8")


def _section(found: Mapping[str, Any]) -> str:
    rows = [row(result) for result in found["results"]]
    missed = sum(not result["met"] for result in found["results"])
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in (HEADINGS, ("---",) * len(HEADINGS), *rows))
    return (
        "Everything is measured by turns in one run: what the program needs, against the same rows by bare statements\n"
        "of the database's own driver, or against what the line names. Times are medians, and so is the ratio.\n\n"
        f"{table}\n\n{in_words(found)}\n"
        f"{missed} of {len(rows)} goals were missed. `make bench` measures it all anew, and\n"
        "`python -m benchmarks --readme` writes this section from what it found.\n"
    )


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    named = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return named[1] if named else platform.machine()
