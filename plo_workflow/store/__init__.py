"""The database: how it is opened, what durability it must have, and the two ways in: reading, and writing in
one transaction."""

from plo_workflow.store.dates import LONG_AGO, latest_of, looked_up
from plo_workflow.store.durability import SQLITE_SETTINGS
from plo_workflow.store.guarding import GuardedStore
from plo_workflow.store.opening import Store
from plo_workflow.store.pen import Asked, Pen, standing_facts, table_of
from plo_workflow.store.refusals import refusal_of

__all__ = [
    "LONG_AGO",
    "SQLITE_SETTINGS",
    "Asked",
    "GuardedStore",
    "Pen",
    "Store",
    "latest_of",
    "looked_up",
    "refusal_of",
    "standing_facts",
    "table_of",
]
