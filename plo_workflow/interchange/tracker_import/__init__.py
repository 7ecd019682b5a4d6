"""Importing a council's tracker: what its columns become on a case, held against what is here already.

`look` says what an import would do, `commit` does it. Reading the file is in `tracker`, writing in `cases`.
"""

from plo_workflow.interchange.tracker_import.drawing_up import DrawnUp
from plo_workflow.interchange.tracker_import.importing import commit, look

__all__ = ["DrawnUp", "commit", "look"]
