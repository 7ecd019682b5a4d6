"""What a database says when it cannot, in a plain sentence."""

from __future__ import annotations

from plo_workflow.errors import MaybeSaved, StoreNotSafe, StoreNotWritable


def refusal_of(fault: BaseException, *, committing: bool = False) -> Exception:
    """The plain refusal for a driver's error; an error of another kind comes back as it is."""
    operational = any(kind.__name__ == "OperationalError" for kind in type(fault).__mro__)
    said = str(fault) if operational else ""  # what other errors say may quote the record
    state = getattr(fault, "sqlstate", None)
    if "readonly" in said or "read-only" in said or state == "25006":
        return StoreNotWritable("The database is read-only, so nothing was saved. Tell whoever looks after the system.")
    if "disk is full" in said or state == "53100":
        return StoreNotWritable("The disk is full, so nothing was saved. Tell whoever looks after the system.")
    if "locked" in said or state in ("55P03", "40P01", "40001", "25P03"):
        return StoreNotWritable("The database was busy for too long, so nothing was saved. Please try again.")
    if committing and "connection" in said:
        return MaybeSaved(
            "The connection to the database broke while this was being saved, and it may have been saved. "
            "Look at the case before you do it again."
        )
    if "unable to open" in said or "connection" in said:
        return StoreNotWritable("The database cannot be reached, so nothing was saved. Please try again shortly.")
    if "file is not a database" in str(fault):
        return StoreNotSafe("The file is not a SQLite database, so it was left alone.")
    return fault if isinstance(fault, Exception) else RuntimeError(str(fault))
