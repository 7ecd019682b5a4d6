"""Documents written from the engine's own tables and facts."""

from collections.abc import Callable

from plo_workflow.documents import drawing, drift, reminders, workflow

FILES: dict[str, Callable[[], str]] = {
    "workflow.md": workflow.as_page,
    "workflow.svg": drawing.as_svg,
    "drift.md": drift.as_page,
    "reminders.md": reminders.as_page,
}
"""The files of docs/ that are written from the tables."""
