"""A council's policy file: what it changes, and everything that is wrong with it at once."""

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plo_workflow.kinds import PaperKind, Role
from plo_workflow.policy import (
    Fault,
    Policy,
    PolicyFaults,
    default_policy,
    numbers,
    policy_from_stored,
    read_policy,
)
from plo_workflow.working_days import Timescale

ENGLAND = default_policy()


def faults_of(source: Path | str) -> tuple[Fault, ...]:
    """What is wrong with a policy that is refused."""
    with pytest.raises(PolicyFaults) as refused:
        read_policy(source)
    return refused.value.faults


def test_a_council_states_only_what_differs() -> None:
    policy = read_policy('name = "Testshire"\n[clocks.letter_sent]\nlength = 7\nunit = "days"\n')
    assert policy.name == "Testshire"
    assert policy.clock("letter_sent").timescale == Timescale(7, "days")
    assert policy.clock("first_meeting_held") == ENGLAND.clock("first_meeting_held")


def test_an_empty_file_is_the_default() -> None:
    assert read_policy("") == ENGLAND
    assert read_policy("# nothing differs\n") == ENGLAND


def test_a_copy_of_the_whole_default_is_the_default() -> None:
    copy = (files("plo_workflow.policy") / "england.toml").read_text(encoding="utf-8")
    assert read_policy(copy) == ENGLAND


def test_a_number_set_locally_does_not_keep_the_source_of_the_default() -> None:
    policy = read_policy('[clocks]\nletter_sent.length = 7\nchild_seen = { length = 5, source = "Cabinet" }')
    assert policy.clock("letter_sent").source == "Set locally; no source given"
    assert policy.clock("child_seen").source == "Cabinet"
    assert policy.name == "England default, changed locally"


@pytest.mark.parametrize(
    ("council", "path", "sentence"),
    [
        (
            "clocks.headline_limit.length = 84",
            "clocks.headline_limit.length",
            "The limit (K14, 84 days) would pass before the exit gateway is due (K13, 98 days).",
        ),
        (
            'clocks.exit_gateway_listed = { length = 17, unit = "weeks" }',
            "clocks.exit_gateway_listed.length",
            "The limit (K14, 112 days) would pass before the exit gateway is due (K13, 119 days).",
        ),
        (
            "clocks.headline_limit.length = 169",
            "clocks.headline_limit.length",
            "The ceiling (K16, 168 days) would be reached before the limit (K14, 169 days).",
        ),
    ],
)
def test_what_leads_to_a_decision_is_not_due_after_it(council: str, path: str, sentence: str) -> None:
    assert faults_of(council) == (Fault(path, 1, sentence),)


@pytest.mark.parametrize(
    "council",
    [
        "clocks.headline_limit.length = 98",
        "clocks.headline_limit.length = 84\nclocks.exit_gateway_listed.length = 70",
        'clocks.headline_limit = { length = 84, anchor = "letter" }',
        'clocks.headline_limit = { length = 80, unit = "working_days" }',
    ],
)
def test_lengths_in_order_or_that_cannot_be_compared_are_no_fault(council: str) -> None:
    assert read_policy(council).clock("headline_limit").length


def test_a_length_alone_keeps_its_unit() -> None:
    assert read_policy("[clocks.letter_sent]\nlength = 3").clock("letter_sent").timescale == Timescale(
        3, "working_days"
    )


def test_everything_a_council_may_change_can_be_changed() -> None:
    policy = read_policy(
        """
        clocks.headline_limit = { anchor = "letter", length = 16, unit = "weeks", roll = "next_working_day" }
        clocks.minutes_sent.pause = "stops"
        clocks.gateway_held = { urgent_length = 48, urgent_unit = "days" }
        clocks.prebirth_gateway_held.gestation_week = 20
        clocks.newborn_application.on = false
        extension = { max_days = 21, max_count = 1, approvers.first = "assistant_director" }
        gateway = { name = "Legal planning meeting", papers = [{ kind = "chronology" }] }
        fgdm.in_force_on = 2027-04-01
        drift.record_gap.after = { length = 10, unit = "days" }
        reminders.overdue = [{ working_days = 2, to = "social_worker" }]
        age.confirm_at = "16y6m"
        roles.gateway_chair = "Panel chair"
        """
    )
    assert policy.clock("headline_limit").anchor == "letter"
    assert policy.clock("headline_limit").timescale == Timescale(16, "weeks", roll="next_working_day")
    assert policy.clock("minutes_sent").pause == "stops"
    assert policy.clock("gateway_held").urgent_timescale == Timescale(48, "days")
    assert policy.clock("gateway_held").timescale == Timescale(10, "working_days")
    assert policy.clock("prebirth_gateway_held").timescale == Timescale(20, "weeks", "before")
    assert not policy.clock("newborn_application").on
    assert policy.clock("extension").timescale == Timescale(21, "days")
    assert policy.extension.approver(1) == policy.extension.approver(2) == Role.ASSISTANT_DIRECTOR
    assert [paper.kind for paper in policy.gateway.papers] == [PaperKind.CHRONOLOGY]
    assert policy.gateway.quorum == ENGLAND.gateway.quorum
    assert [rung.to for rung in policy.reminders.overdue] == ["social_worker"]
    assert str(policy.drift.record_gap.after) == "10 days"
    assert policy.drift.quiet_case == ENGLAND.drift.quiet_case
    assert policy.roles[Role.GATEWAY_CHAIR] == "Panel chair"


FIXED = "This is fixed, by law or by what it is, and a council cannot change it."


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("letters = 3", 'There is nothing called "letters" here; did you mean "letter"?'),
        ("letter.tracing_methods_min = true", "This must be a whole number, and is true."),
        ("clocks.letter_sent.length = 0", "This must be at least 1, and is 0."),
        ("clocks.letter_sent.length = -5", "This must be at least 1, and is -5."),
        ("clocks.letter_sent.length = 1001", "This must be at most 1000, and is 1001."),
        ("clocks.letter_sent = 5", "This must be a table of names and values, and is 5."),
        ("clocks = 5", "This must be a table of names and values, and is 5."),
        ("clocks.letter_sent.unit = 'days'", "A unit without its length could mean anything; give both."),
        ("clocks.gateway_held.urgent_unit = 'days'", "A unit without its urgent_length"),
        ("clocks.letter_sent.roll = 'skip'", "This must be 'keep', 'next_working_day' or"),
        ("clocks.letter_sent.on = false", 'There is nothing called "on" here; what can be set is'),
        ("clocks.assessment_filed.length = 5", 'There is nothing called "length" here;'),
        ("clocks.extension.length = 5", "This number is kept in extension.max_days; change it there."),
        ("clocks.letter_sent.id = 'K99'", FIXED),
        ("clocks.gateway_papers_in.direction = 'after'", FIXED),
        ("clocks.extension.unit = 'weeks'", FIXED),
        ("clocks.extension.same_as = 'pause.max_days'", FIXED),
        ("clocks.headline_limit.anchors = ['birth']", FIXED),
        ("clocks.statutory_26_weeks.length = 30", FIXED),
        ("clocks.court_extension.length = 57", FIXED),
        ("clocks.court_extension.roll = 'next_working_day'", FIXED),
        ("clocks.age_17_wall.unit = 'months'", FIXED),
        ("clocks.newborn_application.length = 9", FIXED),
        ("age.block_at = 16", FIXED),
        ("age.fixed = []", FIXED),
        ("fgdm.held_before_lodging = false", FIXED),
        ("age.confirm_at = '16 years'", 'An age is written like 16y8m, and this is "16 years".'),
        ("fgdm.in_force_on = 'in spring'", 'This must be a date such as 2026-12-29, and is the text "in'),
        ("fgdm.in_force_on = 2026", "This must be a date such as 2026-12-29, and is 2026."),
        ("fgdm.in_force_on = 2026-12-29T10:00:00", "This must be a date such as 2026-12-29, and"),
        ("clocks.headline_limit.anchor = ''", "This clock is counted from one of decision,"),
        ("clocks.headline_limit.anchor = 'birth'", "This clock is counted from one of"),
        ("clocks.headline_limit.pause = 'stops'", "This clock runs on through a pause, because"),
        ("clocks.letter_sent.pause = 'stops'", "This clock runs on through a pause, because a"),
        ("reminders.due_in_working_days = [2, 5]", "The days before the due date must go"),
        ("reminders.due_in_working_days = [5, 5]", "The days before the due date must go"),
        ("reminders.due_in_working_days = []", "This must not be empty."),
        ("reminders.due_in_working_days = 5", "This must be a list in square brackets, and"),
        ("extension.approvers.first = 'boss'", "This must be 'social_worker', 'team_manager',"),
        ("roles.boss = 'The boss'", 'There is nothing called "boss" here; what can be set is'),
        ("gateway.name = ''", "This must not be empty."),
        ("gateway.name = 5", "This must be text in quotation marks, and is 5."),
        ("gateway.entering_needs_head_of_service = 1", "This must be true or false,"),
        ("drift.record_gap.after.length = 0", "This must be at least 1, and is 0."),
        ("drift.record_gap.after.unit = 'days'", "A unit without its length could mean anything; give both."),
        ("drift.nothing_better.reviews = 0", "This must be at least 1, and is 0."),
        ("name = 3", "This must be text in quotation marks, and is 3."),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_path_and_its_line(setting: str, sentence: str) -> None:
    (fault,) = faults_of(f"# one\n{setting}\n")
    assert (fault.path, fault.line) == (setting.partition(" = ")[0], 2)
    assert fault.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[clocks.letter_snt]\nlength = 3", "line 1: clocks.letter_snt: There is nothing called"),
        ("[clocks.zzz]\nlength = 3", 'line 1: clocks.zzz: There is nothing called "zzz" here.'),
        ("[pause]\nmaximum = 3", 'line 2: pause.maximum: There is nothing called "maximum" here; what can'),
        ("[clocks.letter_sent]\nlenght = 3", "line 2: clocks.letter_sent.lenght: There is nothing called"),
        ("[pause]\nmax_days = 2.5", "line 2: pause.max_days: This must be a whole number, and is 2.5."),
        ("[pause]\nmax_days = nan", "line 2: pause.max_days: This must be a whole number, and is nan."),
        ("[clocks.letter_sent]\n\nlength = '2 months'", "line 3: clocks.letter_sent.length: This must be a"),
        ("clocks.letter_sent = {length = 5, unit = 'wd'}", "line 1: clocks.letter_sent.unit: This must be"),
        (
            "[reminders]\noverdue = [\n {working_days = 3, to = 'owner'},\n {working_days = 3, to = 'owner'}]",
            "line 4: reminders.overdue.2:",
        ),
        ("reminders.overdue = [{to = 'owner'}]", "line 1: reminders.overdue.1.working_days: This is missing"),
        ("[[reminders.overdue]]\nworking_days = 1\nto = 'boss'", "line 3: reminders.overdue.1.to: There is"),
        ("gateway.quorum = [['chair'], ['boss']]", "line 1: gateway.quorum.2.1: This must be 'chair',"),
        ("gateway.quorum = [[]]", "line 1: gateway.quorum.1: This must not be empty."),
        ("[gateway]\npapers = [\n {kind = 'genogram'},\n {kind = 'genogram'}]", "line 4: gateway.papers.2:"),
        ("drift.record_gap.after = {length = 3, unit = 'weeks'}", "line 1: drift.record_gap.after.unit: This must be"),
        ("drift.record_gaps.after.length = 5", "line 1: drift.record_gaps: There is nothing called"),
        ("[drift]\nclock_overdue.red = ['letters_sent']", "line 2: drift.clock_overdue.red.1: There is no clock"),
        ("gateway.sittings = [{weekday = 'sunday', cases = 4}]", "line 1: gateway.sittings.1.weekday: This must be"),
        ("[[gateway.sittings]]\nweekday = 'tuesday'\ncases = 0", "line 3: gateway.sittings.1.cases: This must be at"),
        ("[gateway]\nsittings = [\n {weekday = 'tuesday'}]", "line 3: gateway.sittings.1.cases: This is missing."),
        ("[forecast]\nmin_cases = 0", "line 2: forecast.min_cases: This must be at least 1, and is 0."),
        ("[[calendar.closures]]\non = 2026-12-29\nwhy = 'a'\nwhat = 1", "line 4: calendar.closures.1.what:"),
        ("a = [\n", "line 2: This is not valid TOML"),
        ("name = 'a'\nname = 'b'\n[age]\n", "line 2: This is not valid TOML"),
        ("[calendar]\nclosures = [{ on = 2026-02-30, why = 'a' }]\n", "line 2: This is not valid TOML"),
    ],
)
def test_a_fault_in_a_table_or_a_list_is_told_where_it_stands(text: str, told: str) -> None:
    (fault,) = faults_of(text)
    assert str(fault).startswith(told)


def test_a_closure_listed_twice_is_refused() -> None:
    closure = "[[calendar.closures]]\non = 2026-12-29\nwhy = 'a'\n"
    assert faults_of(closure * 2) == (Fault("calendar.closures.2", 4, "29 December 2026 is already in this list."),)


def test_a_number_or_a_nest_of_lists_too_long_to_read_is_refused() -> None:
    (number,), (nest,) = faults_of(f"x = {'1' * 5000}"), faults_of(f"x = {'[' * 5000}")
    assert number.sentence.startswith("This is not valid TOML: Exceeds the limit")
    assert nest.sentence == "This is nested too deeply to be a policy."


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "testshire.toml"
    file.write_text(
        """\
lettr = 1
[clocks.letter_sent]
length = "two weeks"
[clocks.statutory_26_weeks]
length = 30
[clocks.headline_limit]
pause = "stops"
anchor = ""
[extension]
max_days = -1
[reminders]
due_in_working_days = [1, 2]
"""
    )
    assert [(fault.line, fault.path) for fault in faults_of(file)] == [
        (1, "lettr"),
        (3, "clocks.letter_sent.length"),
        (5, "clocks.statutory_26_weeks.length"),
        (7, "clocks.headline_limit.pause"),
        (8, "clocks.headline_limit.anchor"),
        (10, "extension.max_days"),
        (12, "reminders.due_in_working_days"),
    ]


def test_a_refusal_prints_a_line_for_each_fault() -> None:
    refusal = PolicyFaults(faults_of("clocks.letter_sent.length = 0\nletters = 3"))
    assert str(refusal) == (
        "line 1: clocks.letter_sent.length: This must be at least 1, and is 0.\n"
        'line 2: letters: There is nothing called "letters" here; did you mean "letter"?'
    )


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "testshire.toml"
    file.write_bytes(b"\xef\xbb\xbf[clocks.letter_sent]\r\nlength = 7\r\n")
    assert read_policy(file).clock("letter_sent").length == 7


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path) -> None:
    absent, latin, large = tmp_path / "absent.toml", tmp_path / "latin.toml", tmp_path / "large.toml"
    latin.write_bytes("# one\nname = 'Caf\u00e9'".encode("latin-1"))
    large.write_bytes(b"#" * 100_000)
    assert faults_of(absent) == (Fault("", None, f"{absent} cannot be read: No such file or directory."),)
    assert faults_of(tmp_path) == (Fault("", None, f"{tmp_path} cannot be read: Is a directory."),)
    assert faults_of(latin) == (Fault("", 2, f"{latin} is not UTF-8 text; save it as UTF-8."),)
    assert faults_of(large) == (Fault("", None, f"{large} is too large to be a policy (100000 bytes)."),)


def test_a_stored_policy_that_was_spoilt_is_refused() -> None:
    with pytest.raises(PolicyFaults, match="clocks: This is missing"):
        policy_from_stored('{"name": "half a policy"}')


VALUES = [
    "0",
    "-1",
    "3",
    "1.5",
    "nan",
    "inf",
    "true",
    "''",
    "'x'",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "2026-01-01",
    "10:00:00",
    "2026-01-01T00:00:00Z",
    "'decision'",
    "'stops'",
    "{a=1}",
    "['chair']",
    "[5,3]",
]
NAMES = sorted(numbers(ENGLAND))
TABLES = sorted({path.rpartition(".")[0] for path in NAMES} - {""})
PIECES = st.sampled_from(["clocks", "letter_sent", "age", "x", "roles", "name"])
PATHS = st.one_of(st.sampled_from(NAMES), st.sampled_from(TABLES), st.lists(PIECES, min_size=1).map(".".join))


def outcome(text: str) -> Policy | PolicyFaults:
    """The policy, or its refusal."""
    try:
        return read_policy(text)
    except PolicyFaults as refusal:
        return refusal


@settings(max_examples=500)
@given(st.lists(st.tuples(PATHS, st.sampled_from(VALUES)), max_size=4))
def test_whatever_is_set_to_whatever_is_read_or_refused_with_its_line(pairs: list[tuple[str, str]]) -> None:
    match outcome("\n".join(f"{path} = {value}" for path, value in pairs)):
        case PolicyFaults(faults=faults):
            assert all(fault.line and fault.sentence for fault in faults)
        case Policy(clocks=clocks):
            assert {clock.timescale.direction for clock in clocks.values()} == {"after", "before"}


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    found = outcome(text)
    assert isinstance(found, Policy) or found.faults
