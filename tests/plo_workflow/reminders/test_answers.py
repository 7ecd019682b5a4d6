"""An alert ends with its cause. Until then it is acknowledged, put off, handed on, or it is decided that it waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from plo_workflow.cases import Order
from plo_workflow.cases.absences import record_absence
from plo_workflow.cases.alerts import acknowledge_alert, alert_key, decide_to_wait, hand_on_alert, put_off_alert
from plo_workflow.cases.corrections import correct_fact, withdraw_fact
from plo_workflow.errors import DateOutOfOrder, NotGiven, NotYourRole
from plo_workflow.kinds import AlertAnswerKind, Role
from plo_workflow.models import AlertAnswer
from plo_workflow.reminders.alerts import Alert, alerts
from plo_workflow.reminders.overtaken import ANSWERED, overtaken
from tests.databases import Databases
from tests.journeys import decided_to_enter
from tests.office import Office, noon, prepare
from tests.plo_workflow.reminders.test_sweeping import NEXT_MORNING, loses_address, swept, told
from tests.plo_workflow.weekdays import day
from tests.steps import send_letters, write_letters

DUE = day("Tue 20 Jan 2026")
LETTER = alert_key("letter_sent", "", DUE)
DAY = timedelta(days=1)


@pytest.fixture
def office(databases: Databases) -> Office:
    return Office(databases.fresh(prepare))


@pytest.fixture
def ref(office: Office) -> str:
    """A case whose letter is a day late, of which its social worker was told."""
    ref = decided_to_enter(office)
    swept(office, NEXT_MORNING)
    return ref


def sweep_until(office: Office, last: date, first: date = NEXT_MORNING) -> None:
    for number in range((last - first).days + 1):
        swept(office, first + number * DAY)


def climbed(office: Office) -> list[tuple[str, str]]:
    return [(one.rung, one.recipient) for one in told(office, "letter_sent")]


def letter_alert(office: Office, ref: str, on: date) -> Alert | None:
    with office.store.reading() as session:
        found = alerts(session, on=on, case=office.file(ref).case)
    return next((alert for alert in found if alert.cause.key == "letter_sent"), None)


def test_an_alert_says_how_far_it_has_climbed_and_ends_with_its_cause(office: Office, ref: str) -> None:
    sweep_until(office, day("Tue 27 Jan 2026"))
    alert = letter_alert(office, ref, day("Tue 27 Jan 2026"))
    assert alert
    assert (alert.told_as, alert.names, alert.due_on) == (Role.SERVICE_MANAGER, ("Cara", "Sue"), DUE)
    assert not alert.answers
    write_letters(office, ref, on=day("Tue 27 Jan 2026"), meeting_on=day("Wed 4 Feb 2026"))
    send_letters(office, ref, on=day("Tue 27 Jan 2026"))
    assert letter_alert(office, ref, day("Tue 27 Jan 2026")) is None


def test_what_was_acknowledged_climbs_no_further_for_ten_working_days_and_then_climbs(office: Office, ref: str) -> None:
    office.do(
        "tess", acknowledge_alert, ref, on=NEXT_MORNING, alert=LETTER, action="Sam writes it.",
        done_by_on=day("Fri 23 Jan 2026"),
    )  # fmt: skip
    last_quiet = day("Wed 4 Feb 2026")
    sweep_until(office, last_quiet)
    assert climbed(office) == [("overdue_1", "sam")]
    alert = letter_alert(office, ref, last_quiet)
    assert alert
    answer = alert.quiet_on(last_quiet)
    assert answer
    assert (answer.name, answer.words) == ("Tess", "Sam writes it. By 23 January 2026.")
    assert alert.quiet_on(last_quiet + DAY) is None
    swept(office, last_quiet + DAY)
    assert climbed(office)[1:] == [("overdue_10", "hugh")]


def test_what_was_acknowledged_and_done_ends(office: Office, ref: str) -> None:
    office.do("tess", acknowledge_alert, ref, on=NEXT_MORNING, alert=LETTER, action="Today.", done_by_on=NEXT_MORNING)
    write_letters(office, ref, on=NEXT_MORNING, meeting_on=day("Wed 28 Jan 2026"))
    send_letters(office, ref, on=NEXT_MORNING)
    sweep_until(office, day("Fri 13 Feb 2026"), NEXT_MORNING + DAY)
    assert climbed(office) == [("overdue_1", "sam")]


def test_an_alert_is_put_off_to_a_day_before_it_climbs_and_no_further(office: Office, ref: str) -> None:
    climbs = day("Fri 23 Jan 2026")
    with pytest.raises(DateOutOfOrder, match="goes to the next level on 23 January 2026"):
        office.do("sam", put_off_alert, ref, on=NEXT_MORNING, alert=LETTER, until_on=climbs, reason="She is at court.")
    office.do("sam", put_off_alert, ref, on=NEXT_MORNING, alert=LETTER, until_on=climbs - DAY, reason="At court.")
    alert = letter_alert(office, ref, NEXT_MORNING)
    assert alert
    assert alert.quiet_on(climbs - DAY)
    sweep_until(office, climbs)
    assert climbed(office) == [("overdue_1", "sam"), ("overdue_3", "tess")]


def test_what_was_handed_on_is_told_to_whoever_sees_to_it(office: Office, ref: str) -> None:
    sweep_until(office, day("Fri 23 Jan 2026"))
    office.do("tess", hand_on_alert, ref, on=day("Fri 23 Jan 2026"), alert=LETTER, to="tom", reason="Tom leads.")
    swept(office, day("Fri 23 Jan 2026"))
    assert climbed(office)[1:] == [("overdue_3", "tess"), ("overdue_3", "tom")]


def test_what_was_handed_to_somebody_who_is_away_goes_to_whoever_stands_in(office: Office, ref: str) -> None:
    friday = day("Fri 23 Jan 2026")
    sweep_until(office, friday)
    office.do("tess", hand_on_alert, ref, on=friday, alert=LETTER, to="tom", reason="Tom leads.")
    office.late(friday, "tom", record_absence, person="tom", from_on=friday, until_on=friday + DAY, cover="sue")
    swept(office, friday)
    assert climbed(office)[1:] == [("overdue_3", "tess"), ("overdue_3", "sue")]


def test_what_was_handed_to_somebody_no_mail_reaches_stays_with_whoever_handed_it_on(office: Office, ref: str) -> None:
    office.do("tess", hand_on_alert, ref, on=NEXT_MORNING, alert=LETTER, to="tom", reason="Tom leads.")
    loses_address(office, "tom")
    sweep_until(office, day("Fri 23 Jan 2026"))
    assert climbed(office)[1:] == [("overdue_3", "tess")]


def test_after_a_decision_to_wait_the_ladder_counts_from_the_new_day(office: Office, ref: str) -> None:
    wait_until = day("Mon 9 Feb 2026")
    office.do(
        "hugh", decide_to_wait, ref, on=NEXT_MORNING, alert=LETTER, until_on=wait_until, reason="The father is abroad."
    )
    sweep_until(office, wait_until)
    assert climbed(office) == [("overdue_1", "sam")]
    sweep_until(office, day("Thu 12 Feb 2026"), wait_until + DAY)
    assert climbed(office)[1:] == [("overdue_1", "sam"), ("overdue_3", "tess")]


def answer_of(office: Office, ref: str) -> int:
    [answer] = office.file(ref).all(AlertAnswer)
    return answer.id


def test_what_was_answered_is_not_put_into_other_words(office: Office, ref: str) -> None:
    office.do("sam", acknowledge_alert, ref, on=NEXT_MORNING, alert=LETTER, action="Today.", done_by_on=NEXT_MORNING)
    order = Order(by="sam", at=noon(NEXT_MORNING), case=ref)
    changes = {"answer": AlertAnswerKind.WAITING.value, "until_on": date(2099, 1, 1)}
    with pytest.raises(NotGiven, match="Withdraw it and have them record it again"):
        office.desk.perform(
            order, correct_fact, kind="alert_answers", fact=answer_of(office, ref), changes=changes, reason="A slip."
        )


def test_only_somebody_who_may_decide_it_takes_back_a_decision_to_wait(office: Office, ref: str) -> None:
    office.do("hugh", decide_to_wait, ref, on=NEXT_MORNING, alert=LETTER, until_on=NEXT_MORNING + DAY, reason="Abroad.")
    said: dict[str, Any] = {"kind": "alert_answers", "fact": answer_of(office, ref), "reason": "He is back."}
    with pytest.raises(NotYourRole):
        office.desk.perform(Order(by="sam", at=noon(NEXT_MORNING), case=ref), withdraw_fact, **said)
    office.desk.perform(Order(by="hugh", at=noon(NEXT_MORNING), case=ref), withdraw_fact, **said)
    assert not office.file(ref).all(AlertAnswer)


def test_above_the_last_rung_too_an_alert_is_put_off_for_ten_working_days_at_most(office: Office, ref: str) -> None:
    last_rung = day("Tue 17 Feb 2026")
    sweep_until(office, last_rung)
    assert climbed(office)[-1][0] == "overdue_20"
    with pytest.raises(DateOutOfOrder, match="until 3 March 2026 at the latest"):
        office.do("sam", put_off_alert, ref, on=last_rung, alert=LETTER, until_on=date(2099, 1, 1), reason="Later.")


@pytest.mark.parametrize("who", ["sam", "tess", "sue", "lee"])
def test_only_the_gateway_chair_or_somebody_senior_decides_that_it_waits(office: Office, ref: str, who: str) -> None:
    with pytest.raises(NotYourRole):
        office.do(who, decide_to_wait, ref, on=NEXT_MORNING, alert=LETTER, until_on=NEXT_MORNING + DAY, reason="Later.")


@pytest.mark.parametrize(
    "ask",
    [
        lambda office, ref: office.do("tess", acknowledge_alert, ref, on=NEXT_MORNING, alert=LETTER, action=" ",
                                      done_by_on=NEXT_MORNING),
        lambda office, ref: office.do("tess", acknowledge_alert, ref, on=NEXT_MORNING, alert="nothing|at|all",
                                      action="Today.", done_by_on=NEXT_MORNING),
        lambda office, ref: office.do("tess", hand_on_alert, ref, on=NEXT_MORNING, alert=LETTER, to="tess", reason="?"),
        lambda office, ref: office.do("tess", hand_on_alert, ref, on=NEXT_MORNING, alert=LETTER, to="nobody",
                                      reason="Please."),
        lambda office, ref: office.do("hugh", decide_to_wait, ref, on=NEXT_MORNING, alert=LETTER,
                                      until_on=NEXT_MORNING + DAY, reason=""),
    ],
)  # fmt: skip
def test_an_answer_without_words_or_to_nothing_is_refused(
    office: Office, ref: str, ask: Callable[[Office, str], object]
) -> None:
    with pytest.raises(NotGiven):
        ask(office, ref)
    assert not office.file(ref).all(AlertAnswer)


def test_an_answer_that_is_given_anew_takes_the_place_of_the_first(office: Office, ref: str) -> None:
    for action in ("Sam writes it.", "Sasha writes it."):
        office.do("tess", acknowledge_alert, ref, on=NEXT_MORNING, alert=LETTER, action=action, done_by_on=NEXT_MORNING)
    [standing] = office.file(ref).all(AlertAnswer)
    assert (standing.answer, standing.words[:6]) == (AlertAnswerKind.ACKNOWLEDGED, "Sasha ")


def test_a_reminder_of_what_somebody_took_in_hand_before_it_went_out_is_not_sent(office: Office, ref: str) -> None:
    friday = day("Fri 23 Jan 2026")
    sweep_until(office, friday)
    acknowledged_at = noon(friday) + timedelta(minutes=5)
    order = Order(by="sue", at=acknowledged_at, case=ref)
    office.desk.perform(order, acknowledge_alert, on=friday, alert=LETTER, action="Mine.", done_by_on=friday)
    [reminder] = [
        row[0] for row in office.rows("SELECT id FROM reminders WHERE rung = 'overdue_3' AND cause = 'letter_sent'")
    ]
    with office.store.reading() as session:
        assert overtaken(session.connection(), [reminder], on=friday) == {reminder: ANSWERED}
