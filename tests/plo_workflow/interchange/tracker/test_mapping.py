"""Headings and words are matched by the project's mapping, and by a council's own where it gives one."""

from pathlib import Path

import pytest

from plo_workflow.interchange.problems import TrackerUnreadable
from plo_workflow.interchange.tracker.columns import KEYS, MANDATORY, Column, match_headings
from plo_workflow.interchange.tracker.mapping import TrackerMapping, load_mapping


def own(tmp_path: Path, text: str) -> TrackerMapping:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return load_mapping(path)


def fault(tmp_path: Path, text: str) -> str:
    with pytest.raises(TrackerUnreadable) as refused:
        own(tmp_path, text)
    return refused.value.sentence


def test_every_column_has_a_heading_and_every_key_a_word() -> None:
    mapping = load_mapping()
    assert set(mapping.headings.values()) == set(Column)
    for column, keys in KEYS.items():
        assert set(mapping.words[column].values()) == set(keys)
        assert len(mapping.accepted[column]) == len(keys)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("PLO ref", Column.REFERENCE),
        ("  plo-REF. ", Column.REFERENCE),
        ("LGM date", Column.GATEWAY_ON),
        ("LPM Date", Column.GATEWAY_ON),
        ("Legal Planning Meeting", Column.GATEWAY_ON),
        ("LBP sent", Column.LETTER_SENT_ON),
        ("Letter before proceedings", Column.LETTER_SENT_ON),
        ("S.W.", Column.SOCIAL_WORKER),
        ("Allocated worker", Column.SOCIAL_WORKER),
        ("FGC/FGDM offered?", Column.FGDM_OFFERED),
        ("Date issued", Column.LODGED_OR_ISSUED_ON),
        ("Court case no.", Column.COURT_NUMBER),
    ],
)
def test_headings_are_matched_whatever_their_capitals_spaces_and_punctuation(heading: str, column: Column) -> None:
    assert match_headings(1, (heading,), load_mapping().headings).positions == {column: 0}


def test_unknown_headings_are_listed_and_mandatory_ones_missed() -> None:
    headings = match_headings(3, ("PLO Ref", None, "RAG", "Shoe size"), load_mapping().headings)
    assert headings.ignored == ("RAG", "Shoe size")
    assert headings.missing == (MANDATORY[1],)


def test_a_column_named_twice_is_read_from_neither_place() -> None:
    headings = match_headings(1, ("PLO Ref", "SW", "Social worker"), load_mapping().headings)
    assert headings.positions == {Column.REFERENCE: 0}
    assert headings.doubled == {Column.SOCIAL_WORKER: ("SW", "Social worker")}


def test_a_councils_file_adds_to_the_projects_and_wins(tmp_path: Path) -> None:
    mapping = own(
        tmp_path,
        """
        ignore = ["Notes"]
        [columns]
        gateway_on = ["DARP"]
        stage = ["Outcome"]
        [words.gateway_decision]
        enter = ["Go"]
        continue = ["PLO"]
        [aliases.team]
        "N/bank" = "Northbank"
        """,
    )
    known = mapping.headings
    assert (known["darp"], known["outcome"], known["lgmdate"]) == (
        Column.GATEWAY_ON,
        Column.STAGE,
        Column.GATEWAY_ON,
    )
    assert "notes" not in known
    decided = [mapping.word(Column.GATEWAY_DECISION, text) for text in ("GO", "plo", "Enter PLO", "perhaps")]
    assert decided == ["enter", "continue", "enter", None]
    assert mapping.written_out(Column.TEAM, "n/bank S/guarding") == "Northbank Safeguarding"
    assert mapping.written_out(Column.SOCIAL_WORKER, "S/guarding") == "S/guarding"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("columns = [", "is not TOML"),
        ("[columns]\nshoe_size = ['Size']", "columns.shoe_size"),
        ("[colums]\nteam = ['Team']", "colums"),
        ("[columns]\nteam = 'Team'", "columns.team"),
        ("[words.outcome]\nwon = ['Won']", "words.outcome.won should be one of issue"),
        ("[words.team]\nnorth = ['N']", "this column has no list of words"),
        ("[columns]\nteam = ['Unit']\nlawyer = ['unit']", "has the heading 'unit' for team and for lawyer"),
        (
            "[words.outcome]\nissue = ['Court']\nclosed = ['court']",
            "has the word 'court' for issue and for closed",
        ),
    ],
)
def test_a_fault_in_a_councils_file_is_named(tmp_path: Path, text: str, what: str) -> None:
    assert what in fault(tmp_path, text)


def test_a_mapping_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(TrackerUnreadable, match=r"The mapping file lost\.toml cannot be read\."):
        load_mapping(tmp_path / "lost.toml")


def test_a_replacement_with_a_backslash_is_taken_literally(tmp_path: Path) -> None:
    assert own(tmp_path, "[aliases.team]\nN = 'A\\1'").written_out(Column.TEAM, "N") == "A\\1"
