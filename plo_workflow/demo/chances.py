"""CHANCES and SPANS: how often things happen to a made-up family, and how long they take. Nowhere else is a number
of the caseload decided.

Sources are those of the field's description: [V] checked, [G] general knowledge, [D] a choice of this product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Chance:
    """How often something happens: `often` out of 1."""

    key: str
    often: float
    label: str
    source: str


@dataclass(frozen=True)
class Span:
    """How long something takes: usually from and to, and when it drifts from and to; `drifts` out of 1 do."""

    key: str
    unit: Literal["working_days", "days"]
    usual: tuple[int, int]
    drifted: tuple[int, int]
    drifts: float
    label: str
    source: str


CHANCES: dict[str, Chance] = {
    chance.key: chance
    for chance in (
        # What becomes of a family
        Chance("not_entered", 0.10, "the gateway decides to go on without pre-proceedings", "[D]"),
        Chance("issue_now", 0.04, "the gateway decides to apply to court at once", "[D]"),
        Chance("things_get_better", 0.52, "things get better and the family steps down",
               "Norfolk 2023, Hampshire 2024: about half diverted [V]"),
        Chance("urgent", 0.06, "an application cannot wait; some end before it would have happened", "[D]"),
        Chance("moves_away", 0.025, "the family moves to another authority's area", "domain E4; share [D]"),
        Chance("close_to_17", 0.012, "a child is close to 17 and turns 17 on the way", "s.31(3) [V]; share [D]"),
        Chance("goes_two_ways", 0.14, "of families with several children at the exit: they go different ways",
               "domain E1; about 4 in 100 cases [D]"),
        Chance("comes_back", 0.20, "of those who stepped down: the family comes back within a year",
               "Bury 2021: in and out [V]; about 4 in 100 cases [D]"),
        Chance("unborn", 0.10, "a child is not yet born", "19 of 263 reports speak of it [V]; share [D]"),
        Chance("removal_planned", 0.30, "of unborn children: removal at birth is planned", "[D]"),
        # More time
        Chance("more_time", 0.15, "a first extension", "Bury 2021: inappropriate extensions [V]; share [D]"),
        Chance("more_time_again", 0.27, "of those extended: a second time", "about 4 in 100 cases [D]"),
        Chance("authority_is_late", 0.30, "of extensions: the authority's own work was late",
               "Family Rights Group forum, Feb 2024 [V]; share [D]"),
        Chance("looked_at_early", 0.06, "the gateway looks at the case early and lets it go on", "[D]"),
        Chance("exit_overlooked", 0.10, "nobody lists the exit gateway until long after the limit",
               "Barking and Dagenham 2023: over 40 weeks [V]; share [D]"),
        # The gateway
        Chance("deferred", 0.08, "the sitting is put off", "domain E23; share [D]"),
        Chance("paper_missing", 0.06, "the chair goes on without one paper", "domain G3; share [D]"),
        # Letters and meetings
        Chance("letter_comes_back", 0.05, "a letter comes back undelivered", "domain E6; share [D]"),
        Chance("father_not_found", 0.05, "the father cannot be found",
               "2 of 263 reports speak of fathers [V]; share [D]"),
        Chance("first_meeting_fails", 0.14, "the first meeting does not work and is held later",
               "Lewisham 2024: first meetings late [V]; share [D]"),
        Chance("review_cancelled", 0.15, "a review is booked and not held",
               "Lewisham 2024: booked but not held [V]; share [D]"),
        Chance("father_comes", 0.60, "the father comes to a meeting", "[D]"),
        Chance("has_a_solicitor", 0.80, "a parent has a solicitor by the first meeting",
               "letters give free legal help [V]; share [D]"),
        Chance("solicitor_changes", 0.05, "another solicitor takes over", "domain E17; share [D]"),
        # Family group decision-making
        Chance("meeting_offered", 0.75, "a letter offers a family meeting before the law asks for it", "[D]"),
        Chance("meeting_accepted", 0.55, "an offer is accepted", "[D]"),
        Chance("meeting_never_held", 0.10, "of those accepted: it is not held",
               "Halton 2024: inconsistent [V]; share [D]"),
        # The family
        Chance("father_known", 0.85, "a father is known", "[D]"),
        Chance("father_shares_responsibility", 0.70, "of fathers: has parental responsibility", "[D]"),
        Chance("relative_steps_forward", 0.45, "a relative might care for the child",
               "Knowsley 2025, Suffolk 2024 [V]; share [D]"),
        Chance("confidential_address", 0.10, "an address is kept from the other parent", "domain E9; share [D]"),
        Chance("needs_something", 0.25, "a person needs something to take part", "domain G11; share [D]"),
        # The work that goes on
        Chance("late_entry", 0.15, "something is written down days after it happened", "domain E25; share [D]"),
        Chance("worker_changes", 0.22, "another social worker takes over",
               "26 of 263 reports speak of turnover [V]; share [D]"),
        Chance("worker_changes_again", 0.20, "of those: once more", "domain D06; share [D]"),
        Chance("action_done", 0.78, "an action is done about when it is due",
               "Bury report: actions uncompleted [V]; share [D]"),
        Chance("supervision_sets_action", 0.20, "supervision ends with an action", "Bury report [V]; share [D]"),
        Chance("delay_explained", 0.70, "a delay gets its cause written down", "[D]"),
        Chance("delay_challenged", 0.25, "a delay is challenged on the record",
               "Bury report: delay not challenged [V]; share [D]"),
        Chance("section_twenty", 0.04, "a child stays elsewhere by agreement for a while", "domain E18; share [D]"),
        Chance("second_assessment", 0.35, "a second assessment is commissioned", "[D]"),
        Chance("change_confirmed", 0.70, "the change is confirmed as lasting after the step-down",
               "Bury 2021: not sustained [V]; share [D]"),
    )
}  # fmt: skip

SPANS: dict[str, Span] = {
    span.key: span
    for span in (
        Span("request_accepted", "working_days", (1, 4), (6, 9), 0.08, "request to acceptance",
             "K01; Surrey: 5 working days [V]"),
        Span("papers_before_sitting", "working_days", (3, 4), (1, 2), 0.20, "papers before the sitting",
             "K03; Surrey: 3 working days [V]"),
        Span("record_signed", "working_days", (0, 1), (2, 5), 0.12, "sitting to signed decision",
             "K04; within 24 hours [V-part]"),
        Span("record_shared", "working_days", (1, 5), (6, 15), 0.25, "sitting to shared record", "K05 [D]"),
        Span("letter_sent", "working_days", (2, 5), (6, 18), 0.30, "decision to letters",
             "K06; Lewisham 2024, Oxfordshire 2024: late [V]; 70 % on time [D]"),
        Span("letter_arrived", "working_days", (1, 3), (4, 8), 0.15, "letter to evidence of receipt", "K07 [D]"),
        Span("first_meeting", "working_days", (5, 10), (5, 10), 0.0, "letter to first meeting",
             "K08; 5 to 10 working days [V]"),
        Span("meeting_again", "working_days", (4, 9), (10, 20), 0.20, "meeting that failed to the next", "[D]"),
        Span("minutes_sent", "working_days", (1, 5), (6, 20), 0.25, "meeting to minutes",
             "K10; a few weeks is reported [V]"),
        Span("review", "days", (31, 41), (43, 63), 0.25, "one meeting to the next review",
             "K11, K12; every 4 to 6 weeks [V]; late in Lewisham 2024 [V]"),
        Span("exit_gateway", "days", (84, 97), (99, 125), 0.25, "decision to enter to exit gateway",
             "K13 [D]; 16 weeks in all [V]"),
        Span("exit_overlooked", "days", (125, 190), (125, 190), 0.0, "the same where nobody lists it",
             "Barking and Dagenham 2023 [V]"),
        Span("final_meeting", "working_days", (3, 10), (11, 18), 0.20, "exit decision to final meeting", "K17 [D]"),
        Span("lodged", "working_days", (5, 10), (11, 25), 0.30, "decision to lodging", "K18; Surrey 2022: gap [V]"),
        Span("letter_of_issue", "working_days", (0, 2), (3, 8), 0.25, "decision to letter of issue", "K19 [D]"),
        Span("closing_letter", "working_days", (2, 5), (6, 12), 0.20, "decision to closing letter", "K20 [D]"),
        Span("next_plan", "working_days", (3, 10), (11, 20), 0.15, "decision to the plan that follows", "K21 [D]"),
        Span("checkpoint", "days", (80, 91), (92, 120), 0.25, "step-down to confirmation", "K22 [D]"),
        Span("visit", "working_days", (7, 10), (11, 24), 0.12, "one visit to the next",
             "K24; 10 and 15 working days [V]"),
        Span("supervision", "working_days", (16, 20), (21, 40), 0.22, "one supervision to the next",
             "K25; Bury report: uneven [V]"),
        Span("tracker_review", "days", (12, 14), (15, 40), 0.22, "one tracker review to the next",
             "K26; fortnightly [V]; Rochdale 2023: infrequent [V]"),
        Span("family_meeting", "working_days", (9, 19), (21, 35), 0.25, "acceptance to family meeting", "K27 [D]"),
        Span("assessment_overruns", "days", (-6, 0), (2, 28), 0.30, "due date to assessment in",
             "K28; 27 of 263 reports: late assessments [V]"),
        Span("written_down", "working_days", (1, 4), (6, 10), 0.30, "event to late entry", "domain E25 [D]"),
        Span("ratified", "working_days", (0, 1), (2, 4), 0.15, "urgent decision to ratification", "U01 [D]"),
        Span("court_issues", "working_days", (1, 3), (4, 6), 0.10, "lodging to issue", "[D]"),
        Span("court_ends", "days", (150, 181), (190, 320), 0.63, "issue to final order",
             "37 % within 26 weeks in late 2024 [V]"),
    )
}  # fmt: skip

CHILDREN = {1: 0.44, 2: 0.29, 3: 0.17, 4: 0.10}
"""How many children a family has [D]."""
