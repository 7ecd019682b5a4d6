"""Extensions, pauses and transfers: what changes how long a case runs, and who answered for it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Fact, personal


class ExtensionRequest(Fact):
    """The case made for more time: what changed, why time helps this child, the risk now, and whose delay it is."""

    __tablename__ = "extension_requests"

    what_changed: Mapped[str] = personal()
    why_this_child: Mapped[str] = personal()
    current_risk: Mapped[str] = personal()
    new_limit_on: Mapped[date]
    cause: Mapped[str] = mapped_column(String(40))


class Extension(Fact):
    """More time was granted: calendar days added to the limit that stood then.

    One that was taken over from a tracker has no request.
    """

    __tablename__ = "extensions"

    request_id: Mapped[int | None]
    from_limit_on: Mapped[date]
    days: Mapped[int]


class Pause(Fact):
    """A pause: an overlay with an end date. It stops no headline or statutory clock."""

    __tablename__ = "pauses"

    reason: Mapped[str] = personal()
    until_on: Mapped[date]


class ClockSetting(Fact):
    """What was decided for one running clock when the case moved to another policy: its date, or that it stops."""

    __tablename__ = "clock_settings"

    clock: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    anchor_on: Mapped[date]
    decision: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date | None]


class Override(Fact):
    """A requirement is passed over for one move, with the reason, by somebody whose role may."""

    __tablename__ = "overrides"

    requirement: Mapped[str] = mapped_column(String(60))
    move: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = personal()


class TransferStep(Fact):
    """A step of moving the case to another authority: asked, or accepted in writing."""

    __tablename__ = "transfer_steps"

    step: Mapped[str] = mapped_column(String(40))
    authority: Mapped[str] = mapped_column(String(120))
