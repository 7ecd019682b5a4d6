"""The `plo` command as a whole: every part of it has help, and its exit codes are those of a real process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from plo_workflow.cli import main
from tests.plo_workflow.cli.conftest import Plo, change

PROMISED = {
    "init", "demo", "import-tracker", "case", "due", "clocks", "policy", "workflow", "verify", "sweep",
    "adopt-bank-holidays",
}  # fmt: skip


def every_command(
    group: click.Group = main, before: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group with the words that lead to it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*before, name))


COMMANDS = dict(every_command())


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, from an empty environment."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **settings}
    command = [sys.executable, "-m", "plo_workflow.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_every_promised_command_is_there() -> None:
    assert {words[0] for words in COMMANDS} >= PROMISED
    assert {("case", name) for name in ("list", "show", "moves", "history")} <= set(COMMANDS)
    assert {("policy", name) for name in ("check", "show", "diff", "adopt", "migrate")} <= set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_in_words(plo: Plo, words: tuple[str, ...]) -> None:
    said = plo.said(*words, "--help")
    assert said.startswith("Usage: ")
    assert (COMMANDS[words].help or "").strip()
    assert plo.said(*words, "-h") == said


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_option_that_does_not_speak_for_itself_is_explained(words: tuple[str, ...]) -> None:
    speaks_for_itself = {"stage", "team", "number", "seed", "limit", "kind"}
    for option in COMMANDS[words].params:
        if isinstance(option, click.Option):
            assert option.help or option.name in speaks_for_itself, option.name


def test_a_command_that_was_carried_out_exits_with_0() -> None:
    done = run("due", "K06", "--from", "2026-02-03")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Letter before proceedings sent: due Tuesday 10 February 2026")


def test_a_refusal_exits_with_2_and_one_sentence_on_standard_error() -> None:
    refused = run("due", "K99", "--from", "2026-02-03")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "There is no clock “K99”. `plo clocks` lists them all.\n"


def test_a_command_written_wrongly_exits_with_2() -> None:
    assert run("dew").returncode == 2
    assert run("due", "K06").returncode == 2


def test_a_fault_exits_with_1(tmp_path: Path) -> None:
    settings = {"PLO_FOLDER": str(tmp_path), "PLO_DATABASE_URL": f"sqlite:///{tmp_path / 'plo.sqlite3'}"}
    assert run("init", **settings).returncode == 0
    change(settings["PLO_DATABASE_URL"], "DROP TABLE staff")
    assert run("case", "list", **settings).returncode == 1


def test_the_installed_command_is_the_same() -> None:
    script = Path(sys.executable).with_name("plo")
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True)
    assert done.stdout == run("--help").stdout


ROOT = Path(__file__).parents[3]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_document_names_is_there(document: Path) -> None:
    named = re.findall(r"`plo((?: [a-z][a-z-]+)+)", document.read_text(encoding="utf-8"))
    for words in (tuple(one.split()) for one in named):
        assert any(words[:length] in COMMANDS for length in (1, 2)), f"plo {' '.join(words)}"
        group = COMMANDS[words[:1]]
        assert len(words) == 1 or not isinstance(group, click.Group) or words[:2] in COMMANDS, words
