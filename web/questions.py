"""QUESTIONS: what each question of each command says. Whether it is asked is the command’s own to say (forms.py)."""

from __future__ import annotations

from dataclasses import dataclass

from web.wording import mid_sentence, sentence_case


@dataclass(frozen=True)
class Wording:
    """What one question says. `noun` is what errors call it; `long` asks for prose in a larger box."""

    label: str
    hint: str = ""
    noun: str = ""
    long: bool = False


ANY = "*"
"""Stands for every command, and every table of facts, in QUESTIONS."""


def _says(label: str, hint: str = "", noun: str = "") -> Wording:
    return Wording(label, hint, noun)


def _prose(label: str, hint: str = "", noun: str = "") -> Wording:
    return Wording(label, hint, noun, long=True)


QUESTIONS: dict[tuple[str, str], Wording] = {
    # Dates
    (ANY, "on"): _says("Date"),
    (ANY, "at"): _says("Date and time"),
    (ANY, "born_on"): _says("Date of birth"),
    (ANY, "expected_on"): _says("Expected date of birth"),
    (ANY, "happened_on"): _says("Date it happened"),
    (ANY, "sitting_on"): _says("Date of the gateway meeting"),
    (ANY, "meeting_on"): _says("Date of the meeting"),
    (ANY, "due_on"): _says("Due date"),
    (ANY, "dated_on"): _says("Date on the paper"),
    (ANY, "until_on"): _says("Until"),
    (ANY, "ends_on"): _says("New end of the timetable", "Only where the court extended it"),
    (ANY, "follows_on"): _says("Date by which it follows", "Only for a document that is to follow"),
    (ANY, "review_on"): _says("Date of the review"),
    (ANY, "new_limit_on"): _says("New limit asked for"),
    (ANY, "next_review_on"): _says("Date of the next review"),
    (ANY, "exit_gateway_on"): _says("Date of the exit gateway"),
    (ANY, "joint_visit_on"): _says("Date of the joint visit"),
    (ANY, "solicitor_list_on"): _says("Date of the solicitor list", "The list of solicitors that goes with the letter"),
    # Prose that many commands ask for
    (ANY, "reason"): _prose("Reason"),
    (ANY, "reasons"): _prose("Reasons"),
    (ANY, "note"): _prose("Note"),
    (ANY, "summary"): _prose("Summary"),
    (ANY, "text"): _prose("Text"),
    (ANY, "evidence"): _prose("Evidence", "What shows it, for example a receipt or an email"),
    (ANY, "current_risk"): _prose("Risk to the child now", "A sentence or two"),
    (ANY, "explanation"): _prose("Explanation"),
    # Asking for a gateway meeting
    (ANY, "concerns"): _prose("What are you worried about?", "A few sentences, with dates and examples", "The worries"),
    (ANY, "legal_status"): _says("The child’s legal status now"),
    (ANY, "fgdm_position"): _prose("Family group decision-making so far", "Considered, offered, held or declined"),
    (ANY, "earlier_periods_acknowledged"): _says("I have read how any earlier period ended"),
    (ANY, "urgent"): _says("This is urgent"),
    (ANY, "given_name"): _says("First name"),
    (ANY, "removal_planned"): _says("Removal at birth is planned"),
    (ANY, "joined_later"): _says("Joined the case later"),
    ("NewChild", "given_name"): _says("First name", "For an unborn child, what the record calls the baby"),
    ("NewChild", "family_name"): _says("Family name", "If it is not the family’s"),
    ("NewChild", "born_on"): _says("Date of birth", "Leave it empty for an unborn child"),
    ("NewChild", "expected_on"): _says("Expected date of birth", "Only for an unborn child"),
    ("request_gateway", "on"): _says("Date of the decision to ask"),
    ("record_birth", "given_name"): _says("First name", "If it is not the name on the record"),
    ("record_birth", "on"): _says("Date of birth"),
    ("accept_and_list", "lawyer"): _says("The authority’s lawyer who is invited"),
    ("defer_gateway", "sitting_on"): _says("Date of the later sitting"),
    (ANY, "still_to_supply"): _prose("Who must supply what before then?", noun="What is still needed"),
    # The family
    (ANY, "has_parental_responsibility"): _says("Has parental responsibility"),
    (ANY, "gets_letter"): _says("Gets a letter before proceedings"),
    (ANY, "letter_reason"): _prose(
        "Reason", "If somebody without parental responsibility gets a letter, or somebody with it gets none"
    ),
    (ANY, "whereabouts_known"): _says("Whereabouts are known"),
    (ANY, "carer_status"): _says("As a possible carer"),
    ("record_whereabouts", "known"): _says("Are the person’s whereabouts known now?"),
    (ANY, "relationship"): _says("Relationship to the child"),
    (ANY, "lines"): _prose("Address"),
    (ANY, "confidential"): _says("Confidential", "A confidential address appears in nobody else’s letter"),
    (ANY, "details"): _says("Details", "For example the language"),
    ("meet_need", "how"): _says("How it was met", "A relative is not an interpreter"),
    (ANY, "solicitor"): _says("Solicitor"),
    (ANY, "method"): _says("How they were looked for", "For example: electoral roll, GP, family, last address"),
    (ANY, "result"): _prose("Result"),
    (ANY, "other_ref"): _says("Reference of the other case"),
    # Gateway
    (ANY, "sat"): _says("Who sat", "A quorum is the chair, the authority’s lawyer and the case’s worker or manager"),
    (ANY, "staff"): _says("Name"),
    (ANY, "staff_key"): _says("Name"),
    (ANY, "sitting"): _says("Which sitting", "The latest, if you do not say"),
    (ANY, "threshold_limb"): _says("Threshold: on which ground"),
    (ANY, "threshold_view"): _prose("View on the threshold", "In principle; legal advice is kept apart"),
    (ANY, "options_weighed"): _prose("Options weighed", "The options within the family too"),
    (ANY, "action_plan"): _prose("Action plan"),
    (ANY, "advice"): _prose("Legal advice", "Privileged: only lawyers, gateway chairs and heads of service read it"),
    (ANY, "decisions"): _says("Decisions"),
    (ANY, "dissent"): _prose("Dissent", "Who disagreed, and why"),
    (ANY, "review_reason"): _says("Why it goes back to the gateway"),
    ("approve", "what"): _says("What you agree to"),
    ("approve", "person"): _says("About whom", "Only for going on without finding somebody"),
    # Letters
    (ANY, "worries"): _prose("What we are worried about", "With examples, in words a parent would use"),
    (ANY, "help_given"): _prose("Help given so far"),
    (ANY, "must_change"): _prose("What must change, and by when"),
    (ANY, "help_offered"): _prose("Help we offer"),
    (ANY, "assessments"): _prose("Assessments we propose"),
    (ANY, "meeting"): _prose("When and where the meeting is"),
    (ANY, "free_lawyer"): _prose("Free legal advice, and how to get it"),
    (ANY, "family"): _prose("How the wider family can help"),
    (ANY, "if_nothing_changes"): _prose("What happens if nothing changes"),
    (ANY, "fgdm_offered"): _says("Does the letter offer a family group decision-making meeting?", noun="The offer"),
    ("letters", "fgdm_offered"): _says("Offers a family group decision-making meeting"),
    ("draft_letter_before_proceedings", "child"): _says(
        "About which child", "Only for a child who joined when the family’s letters were out"
    ),
    ("approve_letter", "step"): _says("You approve it as"),
    ("approve_joined_letter", "step"): _says("You approve it as"),
    ("issue_letters", "sent"): _says("Letters that went out", "Choose how each was sent; leave out one that was not"),
    ("Sent", "how"): _says("How it was sent", "For example: by hand, first class, tracked"),
    ("record_letter_sent", "how"): _says("How it was sent", "For example: by hand, first class, tracked"),
    ("send_minutes", "meeting"): _says("Which meeting"),
    ("meet_apart", "meeting"): _says("Which meeting"),
    (ANY, "sent_to"): _says("Sent to", "The parents and their solicitors"),
    # Meetings and the plan
    (ANY, "came"): _says("Who was invited and whether they came", "Leave out whoever was not invited"),
    (ANY, "attended"): _says("Came"),
    (ANY, "with_solicitor"): _says("A solicitor was there for them"),
    ("Came", "attended"): _says("Did they come?"),
    (ANY, "cause"): _says("Whose cause it is"),
    (ANY, "progress"): _says("Progress on each concern"),
    (ANY, "judgement"): _says("How it stands for the child"),
    ("ConcernProgress", "evidence"): _prose("What shows it"),
    (ANY, "worry"): _prose("The worry"),
    (ANY, "good_looks_like"): _prose("What good looks like for the child"),
    (ANY, "safety_critical"): _says("Safety critical"),
    (ANY, "what"): _prose("What will be done", noun="What will be done"),
    (ANY, "owner_kind"): _says("Who owns it"),
    (ANY, "owner"): _says("Name of the owner", "One person, or a named partner"),
    (ANY, "arises_from"): _says("It arises from"),
    (ANY, "plan"): _prose("What happens if the plan does not work"),
    (ANY, "early_return_trigger"): _prose("What brings the case back to the gateway early"),
    ("record_plan_agreement", "how"): _says("How they stand to the plan"),
    # Work
    ("record_visit", "children"): _says("Children who were seen"),
    (ANY, "seen_alone"): _says("Seen alone"),
    (ANY, "handover_note"): _prose("Handover note"),
    (ANY, "next_actions"): _prose("Next actions", "What the new worker does first, with dates"),
    ("change_worker", "part"): _says("Which part in the case"),
    ("change_worker", "staff"): _says("Who takes it on"),
    ("commission_assessment", "kind"): _says("Kind of assessment", "For example: parenting, viability, cognitive"),
    (ANY, "about"): _says("About whom or what"),
    (ANY, "author"): _says("Who writes it"),
    ("record_section_twenty", "consents"): _says("Who agreed"),
    (ANY, "capacity_checked"): _says("Did you check that they could agree?", noun="Whether they could agree"),
    (ANY, "exit_plan"): _prose("How the accommodation will end"),
    # Absences
    ("record_absence", "person"): _says("Who is away"),
    (ANY, "from_on"): _says("First day away"),
    ("record_absence", "until_on"): _says("Last day away"),
    (ANY, "cover"): _says("Who is told in their place", "Leave it empty and it goes to the level above"),
    (ANY, "absence"): _says("Which absence"),
    (ANY, "back_on"): _says("First day back"),
    # Messages
    (ANY, "message"): _says("Which message"),
    # Alerts
    (ANY, "alert"): _says("Which alert"),
    ("acknowledge_alert", "action"): _prose("What will be done", noun="What will be done"),
    (ANY, "done_by_on"): _says("Date by which it will be done"),
    ("put_off_alert", "until_on"): _says("Remind again from", "It cannot be put off beyond the day on which it climbs"),
    ("decide_to_wait", "until_on"): _says("New date", "From this day the reminders count again"),
    ("hand_on_alert", "to"): _says("Who sees to it"),
    ("hand_on_alert", "reason"): _prose("What they are to do"),
    # Time, oversight and court
    (ANY, "what_changed"): _prose("What has changed, and what more time is for"),
    (ANY, "why_this_child"): _prose("Why more time is right for this child"),
    (ANY, "authority"): _says("The other authority"),
    (ANY, "restricted"): _says("Should the case be restricted?", noun="Whether it is restricted"),
    (ANY, "urgent_reason"): _says("Why it cannot wait"),
    ("lodge_application", "urgent_reason"): _prose("Why it is urgent", "Only for an urgent application"),
    (ANY, "no_letter_reason"): _prose(
        "Why parents were not told in writing first", "Only where no letter of issue was sent"
    ),
    (ANY, "immediate_harm"): _prose("The immediate harm", "A sentence or two"),
    (ANY, "order_reference"): _says("Reference of an order", "For example an emergency protection order"),
    (ANY, "orders"): _says("Orders asked for"),
    ("lodge_application", "orders"): _says("Orders asked for, for each child"),
    (ANY, "court_number"): _says("Court’s case number"),
    ("add_pack_item", "kind"): _says("Document"),
    (ANY, "state"): _says("Where it stands"),
    (ANY, "close_reason"): _says("Why the case is closed"),
    ("confirm_step_down", "outcomes"): _says("The plan that follows for each child"),
    (ANY, "part"): _says("As"),
    (ANY, "withdrawn_why"): _says("Because"),
}
"""By (name of the command, of the row it is in, or of the table of facts; name of the field)."""


def wording_for(command: str, field: str) -> Wording:
    """The wording of a field: its own, else the one for every command, else made of the field's name."""
    return QUESTIONS.get((command, field)) or QUESTIONS.get((ANY, field)) or Wording(_label_from(field))


ROWS: dict[str, str] = {"Sat": "Who sat", "Came": "Who came", "NewChild": "Child"}
"""What one row of an answer is called, where it is not the name of its class in words."""


def row_name(kind: str) -> str:
    """What one row of an answer is called, by its class: "ChildDecision" becomes "Child decision"."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()
    return ROWS.get(kind) or sentence_case(words)


ANOTHER: dict[str, str] = {"Sat": "person", "Came": "person"}
"""What one more row adds, where it is not what the row is called."""


def another(kind: str) -> str:
    """What the button for one more row says, by the row's class."""
    return f"Add another {ANOTHER.get(kind) or mid_sentence(row_name(kind))}"


def noun_for(wording: Wording) -> str:
    """What an error message calls the field; a label that is a question cannot be used inside a sentence."""
    return wording.noun or ("This answer" if wording.label.endswith("?") else wording.label)


def _label_from(field: str) -> str:
    for ending, opening in (("_on", "Date "), ("_at", "Date and time ")):
        if field.endswith(ending):
            return opening + field.removesuffix(ending).replace("_", " ")
    return sentence_case(field.removesuffix("_id").removesuffix("_key"))
