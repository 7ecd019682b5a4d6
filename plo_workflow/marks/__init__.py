"""Marks: the dates on a case that clocks start from and stop at, each read from the facts by one small function.

Which mark starts which clock is decided in `clocks`; how long a clock may run in policy.
"""

from plo_workflow.marks.marking import Mark, Marker, Read, looked_for

__all__ = ["Mark", "Marker", "Read", "looked_for"]
