"""The set-up: what is locked, what it refuses, and that an interrupted one never counts as complete."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import setup

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_lock_has_a_hash_for_every_package_and_names_no_registry(lock: Path) -> None:
    text = lock.read_text()
    packages = re.split(r"\n(?=[a-z])", text)[1:]
    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"https?:|file:|--index|--find-links| @ ", text) == []


def test_every_package_asked_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgres"],
        *project["dependency-groups"]["dev"],
    ]
    names = [re.split(r"[\[<>=]", line)[0].lower() for line in asked]
    locked = (ROOT / "requirements-dev.lock").read_text()
    assert [name for name in names if not re.search(rf"^{name}(\[.*\])?==", locked, re.M)] == []


def test_an_older_python_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3.10")
    with pytest.raises(SystemExit) as refusal:
        setup.main()
    assert refusal.value.code == "PLO Workflow needs Python 3.11 or later, and /usr/bin/python3.10 is 3.10.13."


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose project cannot be built, since nothing is locked."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "requirements-dev.lock").write_text("")
    return tmp_path


def test_a_half_made_set_up_is_begun_anew_and_one_that_fails_says_so(checkout: Path) -> None:
    left_over = checkout / ".venv" / "lib" / "left-over"
    left_over.mkdir(parents=True)
    command = [sys.executable, str(checkout / "tools" / "setup.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "The packages could not be installed" in done.stderr.splitlines()[-1]
    assert (checkout / ".venv" / "bin" / "pip").exists()
    assert not left_over.exists()
    assert not (checkout / ".venv" / setup.STAMP.name).exists()
