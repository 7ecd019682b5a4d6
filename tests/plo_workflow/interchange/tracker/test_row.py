"""Whatever stands in a row, it becomes a family with a stage, or problems, and never both or neither."""

from datetime import date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from plo_workflow.interchange.sheet import CellValue, Computed
from plo_workflow.interchange.tracker.columns import Column, match_headings
from plo_workflow.interchange.tracker.mapping import load_mapping
from plo_workflow.interchange.tracker.row import Layout, RowReader, read_row
from plo_workflow.stages import STAGES

AS_OF = date(2026, 6, 10)
MAPPING = load_mapping()
KNOWN = {column.value.replace("_", ""): column for column in Column}
HEADINGS = match_headings(1, tuple(column.value for column in Column), KNOWN)
LAYOUT = Layout("PLO", HEADINGS, MAPPING, AS_OF)

WORDS = [text for texts in MAPPING.accepted.values() for text in texts]
CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.sampled_from([*WORDS, "tbc", "w/c 3rd", "CANCELLED 01/06/26", "Ava (01/02/2016)", "Unborn (EDD 1/12/26)"]),
    st.dates(date(1985, 1, 1), date(2030, 1, 1)),
    st.dates(date(2026, 1, 1), date(2026, 7, 1)).map(lambda day: f"{day.day}/{day.month}/{day.year}"),
    st.sampled_from([46056, 1.5, True, datetime(2026, 2, 3, 10, 30), time(10), Computed("=A1")]),
)


def sensible(column: Column) -> st.SearchStrategy[CellValue]:
    """What a person would put there, so that many rows come as far as a stage."""
    if column in MAPPING.accepted:
        return st.sampled_from([*MAPPING.accepted[column], None])
    if column.value.endswith("_on") or column is Column.EXTENSION_TO:
        return st.one_of(st.none(), st.dates(date(2026, 1, 1), AS_OF))
    return st.just("Ava (01/02/2016)" if column is Column.CHILDREN else "SYN-1")


@given(st.tuples(*(st.one_of(sensible(column), sensible(column), CELLS) for column in Column)))
def test_any_row_is_a_family_with_a_stage_or_has_problems(cells: tuple[CellValue, ...]) -> None:
    reader = RowReader(LAYOUT, 4, cells)
    family = read_row(reader)
    assert (family is None) == bool(reader.problems)
    if family:
        assert family.stage in STAGES
        assert family.reference
        assert family.children
    assert all(problem.what.endswith((".", "?")) and problem.fix for problem in reader.problems)


@given(st.tuples(*(sensible(column) for column in Column)))
def test_a_decision_that_is_taken_always_has_its_day(cells: tuple[CellValue, ...]) -> None:
    family = read_row(RowReader(LAYOUT, 4, cells))
    if family and family.gateway_decision:
        assert family.gateway is not None
        assert family.gateway.held_on is not None
    if family and family.outcome:
        assert family.outcome_on is not None
