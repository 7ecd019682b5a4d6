"""What every row has in common: how a fact is dated, who recorded it, and how it is withdrawn. No fact is decided here.

A fact is inserted once. Correcting it keeps the original beside it as a withdrawn copy; nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, DateTime, Dialect, ForeignKey, Index, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, class_mapper, declared_attr, mapped_column
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant as aware UTC, whatever the database keeps; a naive datetime is refused.

    SQLite keeps it as text ("2026-02-03 09:30:00.000000"), so that texts are in the order of the instants.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        """How an instant goes into the database; a naive one is refused."""
        return _as_text if dialect.name == "sqlite" else _as_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """How it comes out again, always as aware UTC."""
        return _from_text if dialect.name == "sqlite" else _as_utc


def _as_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant must say its time zone")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


@lru_cache(maxsize=32)
def _as_text(value: datetime | None) -> str | None:
    instant = _as_utc(value)
    return instant.isoformat(" ", "microseconds")[:26] if instant else None


def _from_text(value: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{value}+00:00") if value else None


class Row(DeclarativeBase):
    """Any row of the database."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime(), dict[str, Any]: JSON, list[str]: JSON}

    def __init__(self, **given: Any) -> None:
        """A row with these values; each column that is not given has its default, as the database would see it.

        Commands hand rows to the driver, so a session need not be told of each value.
        """
        defaults = _defaults(type(self))
        if not given.keys() <= defaults.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(given.keys() - defaults.keys()))}")
        said = {name: str(value) if isinstance(value, str) else value for name, value in given.items()}
        self.__dict__.update(defaults | {name: value for name, value in said.items() if value is not None})


@lru_cache(maxsize=128)
def _defaults(kind: type[Row]) -> dict[str, Any]:
    columns = class_mapper(kind).columns
    return {c.key: c.default.arg if isinstance(c.default, ScalarElementColumnDefault) else None for c in columns}


PERSONAL: dict[str, Any] = {"personal": True}
"""Column info: the column holds personal data (for access, export and retention)."""

SAID_ELSEWHERE: dict[str, Any] = {**PERSONAL, "said_elsewhere": True}
"""Column info: personal, and left out of the history, whose same entry holds all of it in other facts."""


def personal(**more: Any) -> Mapped[Any]:
    """A text column that holds personal data."""
    return mapped_column(Text, info=PERSONAL, **more)


class Fact(Row):
    """Something that happened on a case: when it happened, when and by whom it was recorded, whether it still
    stands."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(80))
    withdrawn_why: Mapped[str | None] = personal()
    replaced_by_id: Mapped[int | None]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        """Withdrawal is whole or absent; the facts of one case are found by index."""
        return (
            CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_whole"),
            Index(None, "case_id", "happened_on"),
        )
