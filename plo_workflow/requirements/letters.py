"""What a letter before proceedings must be before it is approved and sent."""

from __future__ import annotations

from plo_workflow.kinds import (
    ApprovalKind,
    FamilyStep,
    LetterKind,
    LetterStep,
    Role,
)
from plo_workflow.marks.marking import in_order
from plo_workflow.models import (
    Approval,
    FamilyMeetingStep,
    Letter,
    LetterReview,
    Need,
    Person,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, unmet
from plo_workflow.working_days import in_words, listed

SECTIONS = {
    "worries": "what the worries are, with examples",
    "help_given": "what help has been given",
    "must_change": "what must change and by when",
    "help_offered": "what help is offered",
    "assessments": "which assessments are proposed",
    "meeting": "when and where the meeting is",
    "free_lawyer": "the right to free legal advice and how to get it",
    "family": "how the wider family can be involved",
    "if_nothing_changes": "what happens if nothing changes",
}
"""What a letter before proceedings must contain (domain 5.1), in plain words."""


def _letters(ask: Ask) -> list[Letter]:
    """The letters this move is about: the one named with it, else the family's letters before proceedings."""
    letters = ask.file.having(Letter, kind=LetterKind.BEFORE_PROCEEDINGS)
    named = ask.given.get("letter_id")
    return [letter for letter in letters if (letter.child_id is None if named is None else letter.id == named)]


def _to(ask: Ask, letter: Letter) -> str:
    person = next((p for p in ask.file.all(Person) if p.id == letter.person_id), None)
    return person.name if person else "an unknown person"


def _reviewed(ask: Ask, letter: Letter, step: LetterStep) -> LetterReview | None:
    """The review of this step that was of the letter as it now reads."""
    return ask.file.last(LetterReview, letter_id=letter.id, step=step, content_hash=letter.content_hash)


def letter_says_what_it_must(ask: Ask) -> Finding:
    """Every letter has every section of the checklist (G4)."""
    faults = []
    for letter in _letters(ask):
        missing = [words for key, words in SECTIONS.items() if not str(letter.sections.get(key) or "").strip()]
        if missing:
            faults.append(f"The letter to {_to(ask, letter)} does not say {listed(missing)}.")
    if faults:
        return unmet(" ".join(faults))
    return either(_letters(ask), "The letters say what they must.", "No letter before proceedings has been drafted.")


def family_meeting_offered_in_letter(ask: Ask) -> Finding:
    """The letter offers a family group decision-making meeting, or the exemption is recorded (s.31ZA)."""
    if exempt(ask, FamilyStep.EXEMPT_OFFER):
        return met("The offer is exempt, for a reason that a second person agreed to.")
    without = [_to(ask, letter) for letter in _letters(ask) if not letter.fgdm_offered]
    if without and ask.on < ask.policy.fgdm.in_force_on:
        return met(f"Not yet required on {in_words(ask.on)}; the letter to {listed(without)} makes no offer.")
    return either(
        not without,
        "The family meeting is offered.",
        f"The letter to {listed(without)} does not offer a family group decision-making meeting.",
    )


def exempt(ask: Ask, step: FamilyStep) -> bool:
    """Whether an offer or a meeting is exempt: for a recorded reason, and another person agreed since to that one (G1)."""
    recorded = ask.file.last(FamilyMeetingStep, step=step)
    given = ask.file.having(Approval, what=ApprovalKind(step))
    return recorded is not None and any(
        in_order(one) >= in_order(recorded) and one.recorded_by != recorded.recorded_by for one in given
    )


def readability_checked(ask: Ask) -> Finding:
    """Somebody other than the author confirmed that a parent would understand the letter."""
    without = [_to(ask, letter) for letter in _letters(ask) if not _reviewed(ask, letter, LetterStep.READABILITY)]
    return either(
        not without,
        "Read for plain words.",
        f"Nobody has yet read the letter to {listed(without)} for plain words.",
    )


def needs_recorded(ask: Ask) -> Finding:
    """For each addressee it was asked what they need to take part."""
    asked = {need.person_id for need in ask.file.all(Need)}
    without = [_to(ask, letter) for letter in _letters(ask) if letter.person_id not in asked]
    return either(
        not without,
        "Needs are recorded.",
        f"What {listed(without)} needs to take part is not recorded (say “none” if none).",
    )


def solicitor_list_fresh(ask: Ask) -> Finding:
    """The list of solicitors with the letter is recent enough."""
    days = ask.policy.letter.solicitor_list_max_age_days
    stale = [
        _to(ask, letter)
        for letter in _letters(ask)
        if letter.solicitor_list_on is None or (ask.on - letter.solicitor_list_on).days > days
    ]
    return either(
        not stale,
        "The solicitor list is fresh.",
        f"The solicitor list with the letter to {listed(stale)} is missing or older than {days} days.",
    )


def approver_did_not_write_letter(ask: Ask) -> Finding:
    """Rule R1: the author of a letter does not approve it."""
    own = [_to(ask, letter) for letter in _letters(ask) if letter.recorded_by == ask.by.key]
    return either(
        not own,
        "Approved by another person.",
        f"You wrote the letter to {listed(own)}; another person must approve it.",
    )


def manager_approves_before_lawyer(ask: Ask) -> Finding:
    """The team manager approves first, then a lawyer who is another person."""
    if ask.given.get("step") != LetterStep.LEGAL:
        return met("This is the manager's approval.")
    for letter in _letters(ask):
        manager = _reviewed(ask, letter, LetterStep.MANAGER)
        if manager is None:
            return unmet(f"The manager has not yet approved the letter to {_to(ask, letter)} as it now reads.")
        if manager.recorded_by == ask.by.key:
            return unmet("You approved this letter as manager; another person must approve it as lawyer.")
    return met("The manager approved it first.")


def letters_approved(ask: Ask) -> Finding:
    """Each letter was approved, as it now reads, by a manager and by a lawyer."""
    waiting = [
        _to(ask, letter)
        for letter in _letters(ask)
        if not (_reviewed(ask, letter, LetterStep.MANAGER) and _reviewed(ask, letter, LetterStep.LEGAL))
    ]
    if waiting:
        return unmet(f"The letter to {listed(waiting)} is not approved by a manager and a lawyer as it now reads.")
    return either(_letters(ask), "Every letter is approved.", "No letter before proceedings has been drafted.")


ROWS = (
    Requirement(letter_says_what_it_must, "Complete the letter.", "Social worker", by=("draft_letter_before_proceedings",), source="domain 5.1, G4"),
    Requirement(family_meeting_offered_in_letter, "Put the offer in the letter, or record why it is not in the child's best interests.", "Social worker", by=("draft_letter_before_proceedings", "record_family_meeting step=exempt_offer", "approve what=exempt_offer"), source="domain 1.2, s.31ZA"),
    Requirement(readability_checked, "A colleague reads the letter and confirms it.", "Anyone but the author", by=("confirm_readability",), source="domain 5.1"),
    Requirement(needs_recorded, "Record each person's needs.", "Social worker", by=("record_need",), source="domain G11"),
    Requirement(solicitor_list_fresh, "Renew the solicitor list.", "Business support", override=Role.TEAM_MANAGER, by=("draft_letter_before_proceedings",), source="domain T06"),
    Requirement(approver_did_not_write_letter, "Ask a colleague with the role.", "Another team manager or lawyer", source="domain A.2 R1"),
    Requirement(manager_approves_before_lawyer, "The team manager approves the letter.", "Team manager", by=("approve_letter",), source="domain T06"),
    Requirement(letters_approved, "Get the letters approved.", "Team manager, then authority lawyer", by=("approve_letter",), source="domain T07"),
)  # fmt: skip
