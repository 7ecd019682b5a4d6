"""One policy beside another: every number and name by its path, and those that differ."""

from dataclasses import dataclass
from typing import Any

from plo_workflow.policy.whole import Policy


@dataclass(frozen=True, slots=True)
class Difference:
    """What one policy says and another says otherwise; None where it does not say it at all."""

    path: str
    default: object
    value: object


def numbers(policy: Policy) -> dict[str, object]:
    """Every number, name and list of a policy by its dotted path, in the order of the file."""
    return _flat(policy.model_dump(mode="json", exclude_unset=True))


def compare(policy: Policy, default: Policy) -> list[Difference]:
    """Where the policy differs from the default, in the order of the default."""
    theirs, standard = numbers(policy), numbers(default)
    return [
        Difference(path, standard.get(path), theirs.get(path))
        for path in {**standard, **theirs}
        if standard.get(path) != theirs.get(path)
    ]


def _flat(content: dict[str, Any], around: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in content.items():
        flat |= _flat(value, f"{around}{name}.") if isinstance(value, dict) else {f"{around}{name}": value}
    return flat
