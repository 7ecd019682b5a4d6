"""A fresh authority for each test, empty or with one case at a stage."""

from tests.journeys import at, office

__all__ = ["at", "office"]
