"""Every write: commands by subject, each one transaction, each saying by whom and on which day."""

from plo_workflow.cases import (
    absences,
    alerts,
    corrections,
    court,
    family,
    gateway,
    letters,
    meetings,
    office,
    ongoing,
    outcomes,
    oversight,
    plan,
    requesting,
    resending,
    splitting,
)
from plo_workflow.cases.desk import Desk, Done, Order, Transaction
from plo_workflow.cases.registry import COMMANDS, Command, label_of
from plo_workflow.cases.work import Work

__all__ = [
    "COMMANDS",
    "Command",
    "Desk",
    "Done",
    "Order",
    "Transaction",
    "Work",
    "absences",
    "alerts",
    "corrections",
    "court",
    "family",
    "gateway",
    "label_of",
    "letters",
    "meetings",
    "office",
    "ongoing",
    "outcomes",
    "oversight",
    "plan",
    "requesting",
    "resending",
    "splitting",
]
