"""`python -m tests.faults.hurried`: the schedules as they are, but that each job comes round many times a second."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta

from schedules import __main__ as schedules
from schedules.jobs import JOBS

PACE = timedelta(seconds=0.2)

if __name__ == "__main__":
    vars(schedules)["JOBS"] = tuple(replace(job, every=PACE) for job in JOBS)
    sys.exit(schedules.main())
