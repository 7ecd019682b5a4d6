"""Where the cases of these tests come from."""

from tests.journeys import at

__all__ = ["at"]
