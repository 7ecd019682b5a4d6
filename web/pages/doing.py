"""One page for each command: what it needs is asked, what the engine refuses is shown with everything typed kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from plo_workflow.cases import COMMANDS, Command, Done, label_of
from plo_workflow.errors import CaseChangedMeanwhile, CaseNotFound, MoveNotOpen, Refused, RequirementsUnmet
from plo_workflow.machine import stage_after
from plo_workflow.stages import MOVES
from web.asking import filled, form_of, names_of_nobody, nothing_to_choose, start_of
from web.correcting import ChangesForm, find_fact
from web.drawn import drawn_alone
from web.engine import actor, perform, stop_reading
from web.errors import status_of
from web.forms import read, refuse
from web.may import CORRECTIONS, may_do, whose
from web.next_steps import Step, step_of
from web.opened import Opened, open_case
from web.record.facts import SUBJECTS
from web.rows import CommandForm
from web.wording import mid_sentence, moment

pages = Blueprint("doing", __name__)
KEY = re.compile(r"[0-9a-f]{32}")
NEW_CASE = COMMANDS["request_gateway"]
SHOWN_ON = {"send_again": "reminders.index"}
"""The page to which a command that is about no case leads back, where that is not the one of people."""
PICK_A_FACT = "Choose what is to be corrected: each entry of the record has a link for it."


@dataclass(frozen=True)
class Asked:
    """A command somebody wants to give, on a case or to open one."""

    command: Command
    opened: Opened | None
    form: type[CommandForm]
    fact: tuple[str, int] | None = None

    @property
    def step(self) -> Step | None:
        """The move this command makes, with its requirements, where it leads on from here."""
        moves = self.opened.moves if self.opened else []
        found = (move for move in moves if move.move.key == self.command.move)
        return next((step_of(self.opened, move) for move in found if self.opened), None)

    @property
    def closed(self) -> str:
        """Why the move does not lead on from where the case is; nothing for any other command."""
        if self.opened is None or not self.command.move or self.step:
            return ""
        try:
            stage_after(self.opened.case.stage, MOVES[self.command.move])
        except MoveNotOpen as refusal:
            return refusal.sentence
        return ""


@pages.get("/new")
def new_case() -> str:
    """The form that opens a case."""
    return _show(_opening())


@pages.post("/new")
def open_new_case() -> Response | tuple[str, int]:
    """Open a case by asking for a gateway meeting."""
    return _carry_out(_opening())


@pages.get("/office/do/<name>")
def ask_of_the_office(name: str) -> str:
    """The form of a command that is about no case."""
    return _show(_of_the_office(name))


@pages.post("/office/do/<name>")
def do_in_the_office(name: str) -> Response | tuple[str, int]:
    """Carry out a command that is about no case."""
    return _carry_out(_of_the_office(name))


@pages.get("/cases/<ref>/do/<name>")
def ask(ref: str, name: str) -> str | Response:
    """The form of a command."""
    asked = _asked(ref, name)
    if asked is None:
        flash(PICK_A_FACT, "important")
        return redirect(url_for("case.everything", ref=ref), 303)
    return _show(asked)


@pages.post("/cases/<ref>/do/<name>")
def do(ref: str, name: str) -> Response | tuple[str, int]:
    """Carry a command out, or show the form again with what stands in the way."""
    return _carry_out(_asked(ref, name) or abort(400))


def _of_the_office(name: str) -> Asked:
    command = COMMANDS.get(name)
    if command is None or command.about != "office":
        abort(404)
    return Asked(command, None, form_of(command, names_of_nobody(), None))


def _opening() -> Asked:
    return Asked(NEW_CASE, None, form_of(NEW_CASE, names_of_nobody(), None))


def _asked(ref: str, name: str) -> Asked | None:
    """The command on the case; none for a correction that does not yet say of what."""
    command = COMMANDS.get(name)
    if command is None or command is NEW_CASE or command.about == "office":
        abort(404)
    opened = open_case(ref)
    fact = None
    if name in CORRECTIONS:
        table, fact_id = request.args.get("kind", ""), request.args.get("fact", type=int)
        if not table or fact_id is None:
            return None
        fact = (table, fact_id)
        drawn_alone(opened, find_fact(opened.names, *fact))
    return Asked(command, opened, form_of(command, opened.names, fact), fact)


def _show(asked: Asked) -> str:
    given = request.args.to_dict()
    form = filled(asked.form, start_of(asked.command, asked.opened, given), given)
    return _page(asked, form, key=uuid4().hex, revision=asked.opened.case.revision if asked.opened else None)


def _page(asked: Asked, form: CommandForm, *, key: str, revision: int | None, changed: bool = False) -> str:
    opened, command = asked.opened, asked.command
    return render_template(
        "doing.html",
        opened=opened,
        command=command,
        form=form,
        step=asked.step,
        closed=asked.closed,
        may=may_do(actor(), command.name),
        whose=whose(command),
        nothing_to_choose=nothing_to_choose(form),
        fact=drawn_alone(opened, find_fact(opened.names, *asked.fact)) if opened and asked.fact else None,
        changed=changed,
        sent={"key": key, "revision": "" if revision is None else revision},
        back=_came_from(asked),
    )


def _carry_out(asked: Asked) -> Response | tuple[str, int]:
    """One attempt: the answers, the command, and either the next page or this one with the refusal."""
    form = asked.form(MultiDict(request.form))
    key = request.form.get("key", "")
    key = key if KEY.fullmatch(key) else uuid4().hex
    revision = request.form.get("revision", type=int)
    if form.offer_row(request.form.get("another", ""), request.form):
        return _page(asked, form, key=key, revision=revision), 200
    if not form.validate():
        return _page(asked, form, key=key, revision=revision), 422
    case = asked.opened.case.ref if asked.opened else None
    try:
        done = perform(asked.command, _said(asked, form), case=case, revision=revision, key=key)
    except CaseNotFound:
        raise
    except Refused as refusal:
        return _refused(asked, form, refusal, key, revision)
    return _saved(asked, done)


def _said(asked: Asked, form: CommandForm) -> dict[str, Any]:
    said = form.said() if isinstance(form, ChangesForm) else read(form)
    return {**said, "kind": asked.fact[0], "fact": asked.fact[1]} if asked.fact else said


def _refused(asked: Asked, form: CommandForm, refusal: Refused, key: str, revision: int | None) -> tuple[str, int]:
    """The form as it was sent, with every sentence of the refusal above it.

    After a change by somebody else the case is shown as it is now, and what was typed may be sent on top of that.
    """
    if isinstance(refusal, RequirementsUnmet):
        for verdict in refusal.unmet:
            refuse(form, f"{verdict.sentence} {getattr(verdict, 'fix', '')}".strip())
    else:
        refuse(form, _in_words(refusal))
    stop_reading()
    if asked.opened:
        asked = replace(asked, opened=open_case(asked.opened.case.ref))
    changed = isinstance(refusal, CaseChangedMeanwhile)
    if asked.opened and changed:
        revision = asked.opened.case.revision
    return _page(asked, form, key=key, revision=revision, changed=changed), status_of(refusal)


def _in_words(refusal: Refused) -> str:
    """The sentence of a refusal; what somebody else did meanwhile by its label and as London reads the time."""
    if not isinstance(refusal, CaseChangedMeanwhile):
        return refusal.sentence
    what = label_of(refusal.what.replace(" ", "_"))
    return (
        f"{refusal.ref} was changed by {refusal.who} (“{what}”, {moment(refusal.at)}) while this page was open. "
        "Nothing was saved. Look at the case as it is now; if what you wrote still stands, send it again."
    )


def _saved(asked: Asked, done: Done) -> Response:
    """On to the case, saying what was saved; to the new case where the command opened one."""
    flash(f"Saved: {mid_sentence(asked.command.label)}.", "success")
    if done.case is None:
        return redirect(url_for(_page_of(asked.command)), 303)
    opened_another = asked.command.name in ("reopen", "split_case")
    ref = done.value if opened_another else done.case
    about = request.args.get("back", "")
    if about in SUBJECTS and not opened_another:
        return redirect(url_for("case.record", ref=ref, about=about), 303)
    return redirect(url_for("case.index", ref=ref), 303)


def _came_from(asked: Asked) -> str:
    opened = asked.opened
    if opened is None:
        return url_for("caseload.index" if asked.command is NEW_CASE else _page_of(asked.command))
    about = request.args.get("back", "")
    if about in SUBJECTS:
        return url_for("case.record", ref=opened.case.ref, about=about)
    return url_for("case.index", ref=opened.case.ref)


def _page_of(command: Command) -> str:
    return SHOWN_ON.get(command.name, "people.index")
