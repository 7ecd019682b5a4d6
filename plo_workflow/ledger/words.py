"""The words for what happens to a clock, as they stand in the ledger."""

STARTED, CORRECTED, REPROJECTED = "started", "corrected", "re-projected"
EXTENDED, RESUMED = "extended", "resumed"
SATISFIED, SUPERSEDED, STOPPED, WITHDRAWN = "satisfied", "superseded", "stopped", "withdrawn"
ENDINGS = (SATISFIED, SUPERSEDED, STOPPED, WITHDRAWN)
