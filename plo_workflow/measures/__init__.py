"""Numbers over all cases. Each is derived from the facts; none is stored."""
