"""A whole tracker: which sheet is read, which rows become families, and why the others do not."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from plo_workflow.interchange.problems import TrackerUnreadable
from plo_workflow.interchange.tracker import TrackerReading, read_tracker
from plo_workflow.interchange.tracker import reading as reading_module
from plo_workflow.interchange.tracker.words import MeetingState, TrackerDecision
from tests.plo_workflow.interchange.workbooks import HEADINGS, Rows, tracker, workbook

AS_OF = date(2026, 6, 10)
CHILD = "Ava (01/02/2016)"


def read(tmp_path: Path, *rows: Mapping[str, object]) -> TrackerReading:
    reading = read_tracker(tracker(tmp_path / "tracker.xlsx", *rows), as_of=AS_OF)
    assert reading.rows == len(reading.families) + reading.rows_in_error
    return reading


def problem(tmp_path: Path, **cells: object) -> tuple[str, str]:
    """The column and the sentence of the only problem of a row with these cells (_ for a space)."""
    [only] = read(tmp_path, {heading.replace("_", " "): value for heading, value in cells.items()}).problems
    assert only.row == 2
    return only.column, only.what


def refusal(tmp_path: Path, sheets: Mapping[str, Rows], sheet: str | None = None) -> str:
    path = workbook(tmp_path / "tracker.xlsx", sheets)
    with pytest.raises(TrackerUnreadable) as refused:
        read_tracker(path, as_of=AS_OF, sheet=sheet)
    return refused.value.sentence


def test_a_family_with_every_column(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        {
            "PLO Ref": " SYN-1 ",
            "Family name": "O'Marra",
            "Team": "safeguarding  north",
            "SW": "D Whitcombe (agency)",
            "Team Manager": "k brightwell",
            "LA Solicitor": "vacant",
            "LGM requested": date(2026, 2, 2),
            "LGM date": "10/02/2026",
            "LGM decision": "Enter PLO",
            "LBP sent": "16 Feb 26",
            "Initial PLO meeting": "2.3.26",
            "Midway review": "CANCELLED - unwell 13/04/26",
            "Final review": "20/06/2026",
            "Extension agreed to": "tbc",
            "FGC/FGDM offered?": "offered - declined",
            "Parents legally repped?": "Mother only",
            "Assessments outstanding": "PAMS",
            "Comments": "see email 4/9",
        },
    )
    [family] = reading.families
    assert (family.reference, family.family_name, family.row) == ("SYN-1", "O'Marra", 2)
    assert (family.social_worker, family.lawyer) == ("D Whitcombe", None)
    assert family.gateway is not None
    assert family.gateway.held_on == date(2026, 2, 10)
    assert family.midway_review is not None
    assert family.midway_review.words == "CANCELLED - unwell 13/04/26"
    assert family.final_review is not None
    assert family.final_review.state is MeetingState.PLANNED
    assert (family.family_meeting_offer, family.represented) == ("offered_declined", "mother_only")
    assert (family.stage, family.comments, family.extension_to) == ("active_plan", "see email 4/9", None)
    assert family.notes == (
        "SW: D Whitcombe is marked 'agency'.",
        "LA Solicitor: 'vacant', so no name was taken.",
        "Extension agreed to: 'tbc', so no date was taken.",
    )
    assert (reading.children, reading.dates, reading.queries) == (1, 7, 0)


@pytest.mark.parametrize("value", [None, "tbc", "?"])
def test_a_row_without_a_reference_is_in_error(tmp_path: Path, value: object) -> None:
    assert problem(tmp_path, PLO_Ref=value) == ("PLO Ref", "The row has no reference.")


def test_a_reference_that_is_a_number_is_its_digits(tmp_path: Path) -> None:
    assert read(tmp_path, {"PLO Ref": 1001}).families[0].reference == "1001"


def test_one_reference_for_different_families_puts_every_one_of_them_in_error(tmp_path: Path) -> None:
    one, two, three = {"PLO Ref": "SYN-9"}, {"PLO Ref": "syn-9 "}, {"PLO Ref": "SYN-3"}
    reading = read(tmp_path, one, two, three)
    assert [family.reference for family in reading.families] == ["SYN-3"]
    assert [(problem.row, problem.what) for problem in reading.problems] == [
        (2, "This reference is also on row 3, with other content."),
        (3, "This reference is also on row 2, with other content."),
    ]


def test_a_row_that_repeats_another_word_for_word_is_left_out_once(tmp_path: Path) -> None:
    row = {"PLO Ref": "SYN-9", "Children (DOB)": CHILD}
    reading = read(tmp_path, row, row)
    assert [family.row for family in reading.families] == [2]
    assert [problem.what for problem in reading.problems] == ["This row repeats row 2."]


def test_a_row_with_several_problems_lists_them_all(tmp_path: Path) -> None:
    reading = read(tmp_path, {"Children (DOB)": "Ava", "LGM date": "w/c 3rd", "LBP sent": "31/02/2026"})
    assert [problem.column for problem in reading.problems] == ["Children (DOB)", "LGM date", "LBP sent"]
    assert reading.rows_in_error == 1


@pytest.mark.parametrize("column", ["LGM_date", "LGM_decision", "PLO_Ref", "Children_(DOB)", "Team"])
def test_a_formula_in_a_column_that_is_read_is_in_error(tmp_path: Path, column: str) -> None:
    assert problem(tmp_path, **{column: "=A1"}) == (column.replace("_", " "), "This cell is a formula.")


def test_an_error_that_excel_shows_is_in_error(tmp_path: Path) -> None:
    assert problem(tmp_path, SW="#REF!") == ("SW", "This cell shows an error of Excel's.")


def test_a_formula_in_the_comments_is_dropped_with_a_note(tmp_path: Path) -> None:
    [family] = read(tmp_path, {"Comments": '=HYPERLINK("http://x.invalid","x")'}).families
    assert family.comments == ""
    assert family.notes == ("Comments: a formula was left out.",)


def test_a_formula_in_a_column_that_is_not_read_does_no_harm(tmp_path: Path) -> None:
    reading = read(tmp_path, {"Weeks in PLO": '=IF(D2="","",INT((TODAY()-D2)/7))'})
    assert len(reading.families) == 1
    assert reading.ignored_columns == ("Weeks in PLO",)


def test_an_unknown_word_is_in_error_with_the_accepted_ones(tmp_path: Path) -> None:
    reading = read(tmp_path, {"LGM decision": "maybe", "LGM date": "08/06/2026"})
    [only] = reading.problems
    assert (only.value, only.fix) == ("maybe", "Write one of: Enter PLO, Remain CP, Issue, Deferred.")


@pytest.mark.parametrize("column", ["LGM_requested", "LBP_sent", "Outcome_date", "Date_issued"])
def test_what_must_have_happened_may_not_lie_ahead(tmp_path: Path, column: str) -> None:
    where, what = problem(tmp_path, **{column: "11/06/2026"})
    assert where == column.replace("_", " ")
    assert what == "11 June 2026 has not come yet, and this column is for what has happened."


def test_a_gateway_still_to_come_is_planned_but_a_decision_with_it_is_in_error(tmp_path: Path) -> None:
    [family] = read(tmp_path, {"LGM date": "11/06/2026"}).families
    assert family.gateway is not None
    assert (family.gateway.state, family.stage) == (MeetingState.PLANNED, "gateway_listed")
    assert problem(tmp_path, LGM_date="11/06/2026", LGM_decision="Issue") == (
        "LGM date",
        "A gateway decision is recorded, but the gateway is on 11 June 2026, which has not come yet.",
    )


@pytest.mark.parametrize(("cell", "standing"), [("tbc", "has no date"), ("CANCELLED 01/06/26", "did not go ahead")])
def test_a_decision_without_its_day_is_in_error(tmp_path: Path, cell: str, standing: str) -> None:
    assert problem(tmp_path, LGM_date=cell, LGM_decision="Issue") == (
        "LGM date",
        f"A gateway decision is recorded, but the gateway {standing}.",
    )


def test_an_outcome_without_its_day_is_in_error(tmp_path: Path) -> None:
    where, what = problem(tmp_path, LGM_date="08/06/2026", LGM_decision="Issue", Outcome="Issue")
    assert (where, what) == ("outcome", "An outcome is recorded without its date.")


def test_a_letter_cannot_be_cancelled(tmp_path: Path) -> None:
    assert problem(tmp_path, LBP_sent="CANCELLED 01/06/26") == (
        "LBP sent",
        "Only a meeting can be cancelled.",
    )


def test_a_row_that_needs_a_stage_is_in_error_with_the_question(tmp_path: Path) -> None:
    assert problem(tmp_path, LGM_date="08/06/2026") == (
        "LGM decision",
        "Needs a stage. The gateway date 8 June 2026 has passed: what was decided?",
    )


def test_a_stage_in_a_column_of_its_own_answers_that_question(tmp_path: Path) -> None:
    [family] = read(tmp_path, {"LGM date": "08/06/2026", "Stage": "Gateway listed"}).families
    assert family.stage == "gateway_listed"


def test_facts_out_of_order_are_queries_and_the_values_stand(tmp_path: Path) -> None:
    [family] = read(
        tmp_path, {"LGM date": "08/06/2026", "LGM decision": "Enter PLO", "LBP sent": "02/06/2026"}
    ).families
    assert family.letter_sent_on == date(2026, 6, 2)
    assert family.queries == ("The letter before proceedings is dated 2 June 2026, before the gateway of 8 June 2026.",)


def test_spelling_variants_are_one_name_across_the_sheet(tmp_path: Path) -> None:
    rows = [
        {"Team": "Safeguarding North", "SW": "M. Astley", "Team Manager": "k brightwell"},
        {"Team": "safeguarding  north", "SW": "M Astley", "Team Manager": "K Brightwell"},
        {"Team": "S/guarding North", "SW": "M. Astley", "Team Manager": "k brightwell"},
    ]
    families = read(tmp_path, *rows).families
    assert {(one.team, one.social_worker, one.team_manager) for one in families} == {
        ("Safeguarding North", "M. Astley", "K Brightwell")
    }


def test_empty_rows_and_rows_of_unread_columns_are_no_rows(tmp_path: Path) -> None:
    rows = [("TRACKER",), (), HEADINGS, (), ("SYN-1", CHILD, "01/06/2026"), (None,) * 7 + ("a stray word",)]
    reading = read_tracker(workbook(tmp_path / "tracker.xlsx", {"PLO": rows}), as_of=AS_OF)
    assert (reading.rows, reading.heading_row, reading.families[0].row) == (1, 3, 5)


def test_two_headings_of_one_meaning_are_a_problem_of_the_heading_row(tmp_path: Path) -> None:
    reading = read(tmp_path, {"SW": "A", "Social worker": "B"})
    [only] = reading.problems
    assert (only.row, only.column) == (1, "SW and Social worker")
    assert only.what == "2 headings mean the same (social worker), so none of them was read."
    assert (len(reading.families), reading.rows_in_error) == (1, 0)


def test_two_headings_for_the_reference_stop_the_reading(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, {"PLO": [("PLO Ref", "Reference", "Children"), ("SYN-1", "SYN-1", CHILD)]})
    assert "more than one heading for the reference: 'PLO Ref' and 'Reference'" in sentence


def test_no_known_headings_names_what_was_looked_for_and_what_is_there(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, {"Budget": [("Cost", "Amount")], "Lists": [("x",)]})
    assert sentence.startswith("No sheet has headings that are known.")
    assert "PLO ref" in sentence
    assert sentence.endswith("The sheets are: Budget, Lists.")


def test_a_missing_mandatory_heading_names_the_nearest_row(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, {"PLO": [("Title",), ("PLO Ref", "Team", "Kids")]})
    assert sentence.startswith("No heading for the children was found.")
    assert sentence.endswith("Nearest is row 2 of sheet PLO: PLO Ref, Team, Kids.")


FILLED = [HEADINGS, ("SYN-1", CHILD, "01/06/2026")]


def test_of_two_sheets_with_headings_the_one_with_rows_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "tracker.xlsx", {"Template": [HEADINGS], "Current": FILLED})
    assert read_tracker(path, as_of=AS_OF).sheet == "Current"


def test_of_two_sheets_with_rows_one_must_be_named(tmp_path: Path) -> None:
    sheets = {"Current": FILLED, "Closed": FILLED}
    assert "'Current' and 'Closed' could each be the tracker" in refusal(tmp_path, sheets)
    assert "There is no sheet called 'Open'. There are: Current, Closed." in refusal(tmp_path, sheets, "Open")
    assert read_tracker(tmp_path / "tracker.xlsx", as_of=AS_OF, sheet=" closed").sheet == "Closed"


def test_a_hidden_sheet_is_read_only_by_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "tracker.xlsx", {"Current": FILLED, "Old": FILLED}, hidden=["Old"])
    assert read_tracker(path, as_of=AS_OF).sheet == "Current"
    assert read_tracker(path, as_of=AS_OF, sheet="Old").sheet == "Old"


def test_more_than_two_hundred_columns(tmp_path: Path) -> None:
    assert "more than 200 columns" in refusal(tmp_path, {"PLO": [(*HEADINGS, *map(str, range(200)))]})


def test_fifty_thousand_rows_are_read_and_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    lines = (f"SYN-{n},Ava (01/02/2016),01/06/2026" for n in range(50_000))
    path.write_text("\n".join(["PLO Ref,Children,LGM requested", *lines]))
    told: list[tuple[int, int]] = []
    whole = read_tracker(path, as_of=AS_OF, progress=lambda done, expected: told.append((done, expected)))
    assert len(whole.families) == 50_000
    assert told[0] == (500, 50_000)
    assert told[-1] == (50_000, 50_000)


def test_one_row_more_than_the_most_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "MAX_ROWS", 3)
    assert len(read(tmp_path, {}, {}, {}).families) == 3
    assert "has more than 3 rows" in refusal(tmp_path, {"PLO": [HEADINGS, *[("SYN-1", CHILD)] * 4]})


def test_a_text_table_reads_like_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    path.write_text(
        "TRACKER;;;;\n\nPLO Ref;Children;LPM date;LPM decision;Notes\nSYN-1;Siôn (03/05/2023);8.6.26;issue;=1+1\n",
        encoding="cp1252",
    )
    [family] = read_tracker(path, as_of=AS_OF).families
    assert (family.children[0].name, family.gateway_decision) == ("Siôn", TrackerDecision.ISSUE)


def test_a_councils_own_mapping_is_used(tmp_path: Path) -> None:
    ours = tmp_path / "ours.toml"
    ours.write_text('[columns]\nchildren = ["Kids"]\n')
    path = workbook(tmp_path / "tracker.xlsx", {"PLO": [("PLO Ref", "Kids", "LGM requested"), ("S", CHILD, "1/6/26")]})
    assert len(read_tracker(path, as_of=AS_OF, mapping=ours).families) == 1


def test_a_name_or_number_that_is_longer_than_its_place_in_the_database_is_a_problem(tmp_path: Path) -> None:
    long = {"Team": "North " * 20, "Social worker": "A" * 81, "Court number": "Z" * 41}
    reading = read_tracker(tracker(tmp_path / "t.xlsx", long), as_of=date(2026, 6, 30))
    assert [(problem.column, problem.what) for problem in reading.problems] == [
        ("Team", "This is longer than 80 characters."),
        ("Social worker", "This is longer than 80 characters."),
        ("Court number", "This is longer than 40 characters."),
    ]
