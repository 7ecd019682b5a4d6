"""On which line of a file things stand."""

from plo_workflow.policy.lines import line_numbers, line_of

TEXT = '''\
name = "Testshire"   # 1

[clocks.letter_sent] # 3
length = 5
"unit" = "days"

[clocks] # 7
child_seen.length = 3
midway_review = { length = 6, unit = "weeks" }

[[calendar.closures]] # 11
on = 2026-12-29
[[calendar.closures]] # 13
on = 2026-12-30

[reminders] # 16
overdue = [ # the ladder
    { working_days = 1, to = "owner" },

    { working_days = 3, to = "director" }, { working_days = 5, to = "director" },
]
[gateway]
name = """
[age]
block_at = 3
"""
quorum = [["chair"],
  ["lawyer",
   "team_manager"]]
'''


def test_each_thing_has_the_line_on_which_it_stands() -> None:
    found = line_numbers(TEXT)
    expected = {
        ("name",): 1,
        ("clocks", "letter_sent"): 3,
        ("clocks", "letter_sent", "length"): 4,
        ("clocks", "letter_sent", "unit"): 5,
        ("clocks", "child_seen", "length"): 8,
        ("clocks", "midway_review", "unit"): 9,
        ("calendar", "closures", 0): 11,
        ("calendar", "closures", 0, "on"): 12,
        ("calendar", "closures", 1): 13,
        ("calendar", "closures", 1, "on"): 14,
        ("reminders", "overdue"): 17,
        ("reminders", "overdue", 0, "to"): 18,
        ("reminders", "overdue", 1): 20,
        ("reminders", "overdue", 2): 20,
        ("gateway", "name"): 23,
        ("gateway", "quorum"): 27,
        ("gateway", "quorum", 0): 27,
        ("gateway", "quorum", 1): 29,
    }
    assert {path: found.get(path) for path in expected} == expected
    assert ("age", "block_at") not in found


def test_what_is_missing_stands_where_the_table_around_it_does() -> None:
    found = line_numbers(TEXT)
    assert line_of(("calendar", "closures", 1, "why"), found) == 13
    assert line_of(("clocks", "letter_sent", "source"), found) == 3
    assert line_of(("extension", "max_days"), found) is None


def test_an_empty_file_has_no_lines() -> None:
    assert line_numbers("") == {}
    assert line_numbers("# nothing\n\n") == {}
