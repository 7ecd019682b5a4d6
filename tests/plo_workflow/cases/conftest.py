"""An authority for each test here, empty or with a case at a stage."""

from tests.journeys import at, office

__all__ = ["at", "office"]
