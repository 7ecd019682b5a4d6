"""Set up `.venv` for this checkout: the locked packages, then the project itself in place.

`make setup` runs it with nothing but Python: pip comes from the wheel beside this file, since Debian's Python
has none. A stamp written last says that all is done; what stands in `.venv` without it is made anew.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up-is-complete"
LOCK = ROOT / "requirements-dev.lock"
PIP_WHEEL = next((ROOT / "tools").glob("pip-*.whl"))


def wanted_stamp() -> str:
    """Return the place and Python of this set-up on one line and a digest of what it installs on the next."""
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return "{} {}.{}\n{}\n".format(ROOT, *sys.version_info[:2], digest.hexdigest())


def pip(program: str, *arguments: str) -> None:
    """Run pip, from the wheel or as installed, with the Python of `.venv`."""
    python = str(VENV / "bin" / "python")
    subprocess.run([python, *program.split(), "install", "--quiet", *arguments], cwd=ROOT, check=True)


def set_up(found: str, wanted: str) -> None:
    """Bring `.venv` from the stamp found to the one wanted: anew, unless place and Python are the same."""
    print("Setting up .venv (less than a minute the first time) ...", flush=True)
    STAMP.unlink(missing_ok=True)
    if found.split("\n")[0] != wanted.split("\n")[0]:
        venv.create(VENV, clear=True, symlinks=True)
        pip(f"{PIP_WHEEL}/pip", "--no-index", str(PIP_WHEEL))
    pip("-m pip", "--require-hashes", "-r", str(LOCK))
    pip("-m pip", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(wanted)


def main() -> None:
    """Set up what is missing; say in one sentence what stands in the way."""
    if sys.version_info < (3, 11):
        version = ".".join(map(str, sys.version_info[:3]))
        sys.exit("PLO Workflow needs Python 3.11 or later, and %s is %s." % (sys.executable, version))
    wanted = wanted_stamp()
    found = STAMP.read_text() if STAMP.exists() else ""
    if found == wanted:
        return
    try:
        set_up(found, wanted)
    except subprocess.CalledProcessError:
        sys.exit("The packages could not be installed, for the reason above. When it is mended: make setup")


if __name__ == "__main__":
    main()
