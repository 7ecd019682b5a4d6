"""What is written about made-up families: short, plain and respectful. No family's story is taken from life."""

from __future__ import annotations

from dataclasses import dataclass

from plo_workflow.kinds import Cause, Decision, Judgement, OwnerKind

PARENT, AUTHORITY, PARTNER = OwnerKind.PARENT, OwnerKind.AUTHORITY, OwnerKind.PARTNER


@dataclass(frozen=True)
class Theme:
    """One kind of worry: how it is put, what good looks like, who does what, and how it goes.

    An action is who owns it (a parent is named where "" stands) and what they do.
    """

    summary: str
    worry: str
    good: str
    actions: tuple[tuple[OwnerKind, str, str], ...]
    went: dict[Judgement, tuple[str, ...]]
    safety: bool = False


def _went(better: tuple[str, ...], same: tuple[str, ...], worse: tuple[str, ...]) -> dict[Judgement, tuple[str, ...]]:
    return {Judgement.BETTER: better, Judgement.SAME: same, Judgement.WORSE: worse}


HOME = Theme(
    "The home has often been too cluttered and cold for the children to eat, play and sleep in.",
    "The children do not always have a clean bed and a safe place to play.",
    "Each child has a made bed, a clear floor and a warm room on every visit, planned or not.",
    (
        (PARENT, "", "Keep the kitchen and the bedrooms clear, a little every day"),
        (AUTHORITY, "Family support worker", "Visit twice a week for six weeks and help with a routine for the home"),
        (PARTNER, "Housing officer", "Repair the boiler and the bedroom window"),
    ),
    _went(
        ("The bedrooms were clear and warm on three visits running.", "The home was tidy on an unplanned visit."),
        ("Some rooms are better; the bedrooms are not yet.", "The home was ready for planned visits only."),
        ("The bedrooms could not be used on the last two visits.",),
    ),
)
ARGUMENTS = Theme(
    "The children hear frightening arguments between the adults and have called their grandmother to fetch them.",
    "The children are frightened by arguments between adults at home.",
    "Nobody shouts or is threatened at home, and the children say that they feel safe there.",
    (
        (PARENT, "", "Keep to the safety plan, and leave the room when an argument starts"),
        (PARENT, "", "Go to every session of the course on healthy relationships"),
        (AUTHORITY, "Social worker", "Go through the safety plan with both parents and each child"),
        (PARTNER, "Police", "Tell the social worker of any call to the home by the next day"),
    ),
    _went(
        ("No call to the home since the last meeting, and the children say it is calmer.",
         "Both parents used the safety plan and told us of it themselves."),
        ("One argument was reported; the children were upstairs.", "The course has begun; it is too early to say."),
        ("There were two calls to the home, and the children were there.",),
    ),
    safety=True,
)  # fmt: skip
DRINKING = Theme(
    "When the adults drink, nobody is well enough to look after the children, and neighbours have stepped in.",
    "The children are not looked after when their parents drink.",
    "A sober adult is with the children at all times, and every appointment is kept.",
    (
        (PARENT, "", "Keep every appointment with the recovery service"),
        (PARTNER, "Recovery service", "Send a short report on attendance each month"),
        (AUTHORITY, "Social worker", "Visit in the evening as well as in the daytime"),
    ),
    _went(
        ("Every appointment was kept, and the school sees no more worried mornings.",
         "The recovery service reports steady attendance."),
        ("Two of four appointments were kept.", "There were good weeks and one that was not."),
        ("Appointments have stopped, and a neighbour had to take the children in.",),
    ),
    safety=True,
)  # fmt: skip
SCHOOL = Theme(
    "The children miss many days of school and arrive late, tired and without breakfast.",
    "The children miss school and have no steady routine.",
    "The children are in school, on time and ready to learn, at least nine days in ten.",
    (
        (PARENT, "", "Bring the children to school by a quarter to nine each day"),
        (PARTNER, "Primary school", "Offer breakfast club, and ring by half past nine if a child is missing"),
        (AUTHORITY, "Family support worker", "Work out a morning and bedtime routine with the family"),
    ),
    _went(
        ("Attendance has risen to 94 in 100 days.", "The school says they arrive on time and join in."),
        ("Attendance has hardly changed.", "Mornings are better at the start of the week than at its end."),
        ("Attendance has fallen since the last review.",),
    ),
)
ALONE = Theme(
    "The children have been left without an adult, and with visitors about whom little is known.",
    "The children are left alone or with adults who may not be safe.",
    "The children are always with an adult who is known to us and agreed to be safe.",
    (
        (PARENT, "", "Leave the children only with the people named in the plan"),
        (AUTHORITY, "Social worker", "Check with the police about each adult who stays in the home"),
        (PARTNER, "Health visitor", "See the children at home every fortnight"),
    ),
    _went(
        ("The children have been with agreed adults each time we asked.",
         "Grandparents now help on two evenings a week."),
        ("One visitor was there who is not named in the plan.", "It has not yet been possible to check everyone."),
        ("The children were found alone once since the last review.",),
    ),
    safety=True,
)  # fmt: skip
WARMTH = Theme(
    "The children get little comfort and attention at home and have become quiet and watchful.",
    "The children are not comforted or noticed when they are upset.",
    "The children turn to their parents when they are upset, and are comforted.",
    (
        (PARENT, "", "Come to the parent and child group each week, and try one thing from it at home"),
        (AUTHORITY, "Family support worker", "Watch and talk over play times with the parents"),
        (PARTNER, "Nursery", "Keep a short diary of how the child is on arrival"),
    ),
    _went(
        ("The nursery sees warm partings and happy returns.", "The parents notice and name what the children feel."),
        ("There is warmth on good days; it is not yet steady.", "The group is attended; not much has changed at home."),
        ("The children keep to themselves more than before.",),
    ),
)
READY = Theme(
    "The baby is expected soon, an older child could not stay at home, and it is not yet clear who will help.",
    "It is not clear that the baby will be safe and cared for from the first day.",
    "The parents have what the baby needs, know who helps and when, and keep every appointment.",
    (
        (PARENT, "", "Keep every appointment with the midwife"),
        (AUTHORITY, "Social worker", "Finish the assessment before the birth and share it with the parents"),
        (PARTNER, "Midwife", "Share the birth plan with the ward and the social worker"),
    ),
    _went(
        ("Every appointment was kept, and the home is ready for a baby.",
         "The parents have named who will help at night."),
        ("Half of the appointments were kept.", "The plan is agreed; the room is not ready."),
        ("The midwife has not been able to see the parents for three weeks.",),
    ),
    safety=True,
)  # fmt: skip

THEMES = (HOME, ARGUMENTS, DRINKING, SCHOOL, ALONE, WARMTH)

FAMILY_MEETING_POSITIONS = (
    "A family meeting was offered last month; the parents want to think about it.",
    "A family meeting was held in spring; the family's plan helped for a while.",
    "Not yet offered; the wider family is being asked who might come.",
    "Offered and declined; it will be offered again in the letter.",
)
OPTIONS = (
    "Staying with both parents with more help; a grandparent for a time; care outside the family if neither works.",
    "Staying with the mother and the family around her; an aunt is being assessed; care outside the family last.",
)
GATEWAY_PLANS = (
    "Letters within a week; first meeting within ten working days after; assessments named and dated.",
    "Social worker to finish the chronology; school to share attendance; meet again if things get worse.",
)
THRESHOLD_VIEWS = (
    "In principle met: the pattern over the last year is likely to do the children lasting harm.",
    "In principle met, on the care given; a view on the evidence as it stands, not a finding.",
)
ADVICE = (
    "Advice given on the evidence, on what is missing, and on the options.",
    "Advice given on threshold, proportion and timing.",
)
CONTINGENCIES = (
    ("The children stay with their grandmother while the gateway meets.",
     "A child is hurt, is left alone, or a visit is refused."),
    ("An agreed relative moves in for a time; the gateway meets within five days.",
     "Two meetings are missed, or things get worse for a child."),
    ("The gateway looks at the case at once, with the assessment so far.",
     "The safety plan is broken, or the family cannot be found."),
)  # fmt: skip
DEFERRALS = (
    ("The chair was called away.", "Business support to find another sitting."),
    ("The child and family assessment was not finished.", "Social worker to finish the assessment."),
    ("The gateway was not quorate.", "Legal services to send a lawyer."),
)
NOT_ENTERED = (
    "The present plan is working and has not been given enough time.",
    "The family meeting has changed what happens at home; the child protection plan goes on.",
)
ISSUE_NOW = "The children cannot wait for sixteen weeks of work, and their parents have not accepted any help."
DECISION_REASONS = {
    Decision.ENTER: "The worries have gone on in spite of help, and the parents need to know plainly what must change.",
    Decision.CONTINUE: "There is enough in the plan as it is, and it is being kept to.",
    Decision.ISSUE: "What had to change for the children has not changed in the time they can wait.",
    Decision.STEP_DOWN: "The children are safer, the change has lasted, and the family has people around it.",
    Decision.EXTEND: "Change has begun, and a little more time is right for these children.",
}
FAILED_MEETINGS = (
    ("Nobody from the family came and the solicitor could not stay.", Cause.FAMILY),
    ("The social worker was ill and nobody could stand in.", Cause.AUTHORITY),
    ("The interpreter did not come.", Cause.PARTNER),
    ("The room was double-booked.", Cause.AUTHORITY),
    ("The family's bus did not run that day.", Cause.EXTERNAL),
)
RISKS = {
    Judgement.BETTER: (
        "The children are safer than at the start; the plan must go on being kept.",
        "Risk has come down; what remains is whether it lasts.",
    ),
    Judgement.SAME: (
        "The risk to the children is much as it was.",
        "Some things are better for the children; the main worry stands.",
    ),
    Judgement.WORSE: ("The risk to the children has grown since the last meeting.",),
}
VISIT_NOTES = (
    "Seen at home; talked about school and friends.",
    "Seen at home with a parent; the bedroom was seen.",
    "Seen at school; was cheerful and talked about the weekend.",
    "Seen on an unplanned visit; was at tea with the family.",
)
SUPERVISION_NOTES = (
    "Went through the plan, the children's days and what is late. Next steps agreed.",
    "Talked about what life is like for the children now, and whether the plan is enough.",
    "Looked at what the parents have managed and what the authority still owes them.",
)
SUPERVISION_ACTIONS = (
    "Ring the school about attendance this term",
    "Ask both parents who else in the family might help",
    "Write up the last two visits",
    "Make an unplanned visit in the evening",
)
TRACKER_NOTES = (
    "On course; next date is set.",
    "Slower than it should be; social worker to say why by Friday.",
    "The plan is being kept to; the assessment is awaited.",
    "Things look better for the children; keep to the date of the gateway.",
)
CHALLENGES = (
    ("This is late and nobody has said why. What is being done, and by when?",
     "It is done this week; the cause is on the record."),
    ("The children cannot wait for this. Who has it in hand?",
     "I have it in hand and will write on the tracker on Friday."),
)  # fmt: skip
HANDOVERS = (
    ("Met together with the family; the plan, the dates and what the children said were gone through.",
     "Visit within a week; read the assessment; ring the school."),
    ("Handed over by telephone because of leave; the file is up to date.",
     "Introduce yourself to the parents; check the date of the review."),
)  # fmt: skip
DELAYS = {
    Cause.AUTHORITY: ("The work was not done in time because the team was short of people.",
                  "It was overlooked in a change of worker."),
    Cause.FAMILY: ("The parents asked for more time to find a solicitor.", "The parents could not be reached."),
    Cause.PARTNER: ("We waited for a report from another agency.",),
    Cause.EXPERT: ("The assessor needed more time.",),
    Cause.COURT: ("The court office asked for a correction.",),
    Cause.EXTERNAL: ("The roads were closed by snow.",),
}  # fmt: skip
CHANGED = (
    "The father has moved out and the mother accepts help.",
    "Both parents have begun the course and keep appointments.",
)
WHY_THIS_CHILD = (
    "The children are settled at home and a few more weeks will show whether the change lasts.",
    "The youngest is starting nursery and the parents are beginning to work with it.",
)
PARTNERS_VIEWS = (
    "School and health visitor see the change and agree.",
    "Partners agree, and will tell us early of any slip.",
)
RECEIVING = (
    "Child in need plan, led by the social worker.",
    "Child protection plan goes on, with the same core group.",
)
URGENT_HARMS = (
    "The children are not safe at home tonight and there is nobody to agree another place with.",
    "A parent means to leave the country with the children this week.",
)
NO_MEETING_NOW = "There is no time for a family meeting to be safe for the children before the application."
NOT_BEST_NOW = "Bringing the family together now would not be safe for the children."
NO_LETTER = "Notice before lodging would put the children at risk."
SPLIT_REASON = "The children's needs and the decisions for them are no longer the same."
ORDERS = ("Interim care order", "Interim supervision order", "Care order", "Supervision order")
CLOSING_LETTER = (
    "Dear {name},\nPre-proceedings have ended because things are better for {children}. From now on we will work with "
    "you under the plan we spoke about. Thank you for what you have done."
)
ISSUE_LETTER = (
    "Dear {name},\nWe have decided to ask the family court to decide what is best for {children}. Please show this "
    "letter to your solicitor today: their help is free for you. We will go through it with you when we meet."
)
EXTENSION_LETTER = (
    "Dear {name},\nThe gateway has given the plan for {children} more time, until {until}. What still has to change, "
    "and who helps you with it, is in the plan that comes with this letter."
)


def letter_sections(name: str, children: str, themes: list[Theme], meeting: str, phone: str) -> dict[str, str]:
    """The parts of a letter before proceedings to one person."""
    return {
        "worries": f"Dear {name}, we are worried about {children}. " + " ".join(theme.summary for theme in themes),
        "help_given": "You have had a family support worker since last year, and the school has helped with mornings.",
        "must_change": "By the end of sixteen weeks: " + " ".join(theme.good for theme in themes),
        "help_offered": "A family support worker twice a week, a place on the course we spoke about, help with fares.",
        "assessments": "We would like to assess how you care for your children, and who in the family could help.",
        "meeting": f"Please come to a meeting on {meeting}. Bring somebody with you if you wish.",
        "free_lawyer": "Please show this letter to a solicitor: it costs you nothing. A list of them is enclosed.",
        "family": "You may ask your family to meet and make a plan of their own. We will help if you want it.",
        "if_nothing_changes": f"If things do not change we may ask the family court to decide. Ring {phone} to talk.",
    }
