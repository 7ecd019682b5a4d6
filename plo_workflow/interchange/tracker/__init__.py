"""A council's pre-proceedings tracker: a spreadsheet read into typed families, and problems to mend.

Call `read_tracker`; nothing here writes to the database.
"""

from plo_workflow.interchange.tracker.children import TrackerChild
from plo_workflow.interchange.tracker.family import TrackerFamily, TrackerMeeting
from plo_workflow.interchange.tracker.reading import Progress, TrackerReading, read_tracker
from plo_workflow.interchange.tracker.stage import implied_stage

__all__ = [
    "Progress",
    "TrackerChild",
    "TrackerFamily",
    "TrackerMeeting",
    "TrackerReading",
    "implied_stage",
    "read_tracker",
]
