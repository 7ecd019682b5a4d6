"""Messages that could not be sent: somebody puts one back among those that wait, once its fault is mended."""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy import Select, bindparam, or_, select

from plo_workflow.access import SEE_TO_MAIL
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.registry import command
from plo_workflow.cases.work import Work
from plo_workflow.errors import NotGiven
from plo_workflow.models import MessageState, Outbox
from plo_workflow.store import table_of


@command("Send a message again", SEE_TO_MAIL, "office")
def send_again(work: Work, *, message: Annotated[int, Choose("failed_messages")]) -> None:
    """Put a message that could not be sent back among those that wait, with whatever it carried."""
    found = [number for (number,) in work.pen.fetch("failed message", _failed, message=message)]
    if message not in found:
        raise NotGiven("This message does not stand among those that could not be sent: somebody has seen to it.")
    for number in found:
        work.keep_change(Outbox, number, state=MessageState.WAITING, not_before_at=work.at, fault=None)


def _failed() -> Select[Any]:
    outbox = table_of(Outbox)
    of_it = or_(outbox.c.id == bindparam("message"), outbox.c.sent_with == bindparam("message"))
    return select(outbox.c.id).where(of_it, outbox.c.state == MessageState.FAILED).order_by(outbox.c.id)
