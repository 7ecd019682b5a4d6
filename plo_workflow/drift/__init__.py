"""Drift: what is seen on a case before it is a breach, each signal one statement over the facts.

Who is told of it and how it climbs is decided above; nothing is written here.
"""

from plo_workflow.drift.day import Day
from plo_workflow.drift.reading import Drift, day_in_force, drifting, everything, told_apart, told_together
from plo_workflow.drift.signals import SIGNALS, Signal

__all__ = ["SIGNALS", "Day", "Drift", "Signal", "day_in_force", "drifting", "everything", "told_apart", "told_together"]
