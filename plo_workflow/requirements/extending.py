"""What more time needs before it is granted."""

from __future__ import annotations

from plo_workflow.kinds import (
    ApprovalKind,
    Cause,
    LetterKind,
    Role,
)
from plo_workflow.models import (
    Extension,
    ExtensionRequest,
    Letter,
    Person,
    TrackerRow,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, unmet
from plo_workflow.working_days import in_words, listed


def still_within_limit(ask: Ask) -> Finding:
    """Going on is possible only while the headline limit has not passed."""
    limits = [clock.due_on for clock in ask.running("headline_limit")]
    passed = [limit for limit in limits if limit < ask.on]
    if not limits and ask.file.all(TrackerRow):
        return unmet(
            "No limit is running, because the tracker does not say when it was decided to enter pre-proceedings: "
            "put that date into the tracker and import it again."
        )
    return either(
        not passed,
        "The limit has not passed.",
        f"The limit passed on {in_words(passed[0]) if passed else ''}: extend, step down or issue.",
    )


def extension_case_made(ask: Ask) -> Finding:
    """The request says what changed, why time helps this child, the risk now, the new date and whose delay it is (E13)."""
    request = ask.file.last(ExtensionRequest)
    texts = request and all(t.strip() for t in (request.what_changed, request.why_this_child, request.current_risk))
    return either(
        texts,
        "The case for more time is made.",
        "The case for more time is not made: what changed, why it helps this child, and the risk now.",
    )


def extension_within_policy(ask: Ask) -> Finding:
    """No longer, and no more often, than the policy allows; never past the ceiling."""
    request, limit = ask.file.last(ExtensionRequest), ask.running("headline_limit")
    if request is None or not limit:
        return unmet("There is no request for more time, or no limit is running.")
    rule, days = ask.policy.extension, (request.new_limit_on - limit[0].due_on).days
    faults = []
    if not 1 <= days <= rule.max_days:
        faults.append(f"it asks for {days} days and at most {rule.max_days} may be granted")
    if len(ask.file.all(Extension)) >= rule.max_count:
        faults.append(f"the case has been extended {rule.max_count} times already")
    ceiling = [clock.due_on for clock in ask.running("hard_ceiling")]
    if ceiling and request.new_limit_on > ceiling[0]:
        faults.append(f"the new date is after the ceiling on {in_words(ceiling[0])}")
    return either(
        not faults,
        f"{days} more days are within the policy.",
        f"The extension cannot be granted: {listed(faults)}.",
    )


def approver_is_senior_enough(ask: Ask) -> Finding:
    """The first extension is for a head of service; the second for an assistant director (policy)."""
    wanted = ask.policy.extension.approver(len(ask.file.all(Extension)) + 1)
    return either(
        ask.by.holds(wanted),
        f"Granted by {wanted.label.lower()}.",
        f"This extension is for the {wanted.label.lower()} to grant.",
    )


def authority_delay_seen(ask: Ask) -> Finding:
    """Where the authority's own delay is the cause, an assistant director has seen it (G10)."""
    request = ask.file.last(ExtensionRequest)
    if request is None or request.cause != Cause.AUTHORITY:
        return met("The authority's delay is not the cause.")
    seen = ask.agreed(ApprovalKind.EXTENSION_FOR_AUTHORITY_DELAY, request.happened_on)
    return either(
        seen or ask.by.holds(Role.ASSISTANT_DIRECTOR),
        "An assistant director has seen it.",
        "The authority's own delay is the cause: an assistant director must see it first.",
    )


def extension_letter_prepared(ask: Ask) -> Finding:
    """Each parent has a letter, written since more time was asked for, that tells them of the new limit."""
    request = ask.file.last(ExtensionRequest)
    letters = ask.file.having(Letter, kind=LetterKind.EXTENSION)
    written = {letter.person_id for letter in letters if request and letter.happened_on >= request.happened_on}
    without = [p.name for p in ask.file.having(Person, gets_letter=True) if p.id not in written]
    return either(
        not without,
        "The extension letters are ready.",
        f"No letter about the extension is ready for {listed(without)}.",
    )


ROWS = (
    Requirement(still_within_limit, "Decide to extend, step down or issue instead.", "Gateway chair", source="domain T11"),
    Requirement(extension_case_made, "Record the case for more time.", "Social worker or team manager", by=("request_extension",), source="domain E13"),
    Requirement(extension_within_policy, "Ask for a date within the policy.", "Social worker or team manager", by=("request_extension",), source="domain K15, E13"),
    Requirement(approver_is_senior_enough, "Ask the more senior person.", "Head of service or assistant director", source="domain T12"),
    Requirement(authority_delay_seen, "An assistant director records that they have seen it.", "Assistant director", by=("approve what=extension_for_authority_delay",), source="domain G10"),
    Requirement(extension_letter_prepared, "Write the extension letters.", "Social worker", override=Role.HEAD_OF_SERVICE, by=("draft_letter kind=extension",), source="domain T12"),
)  # fmt: skip
