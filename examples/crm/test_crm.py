import pytest
from crm import create_app

DANA, AVI = 1, 2  # Avi's number is a magic one: always busy


@pytest.fixture
def crm(voicenter):
    app = create_app()
    voicenter.deliver_to(app, "cdr", url="/voicenter/cdr")
    voicenter.deliver_to(app, "popup", url="/voicenter/popup")
    yield app.test_client()
    voicenter.assert_no_violations()


def press_call(crm, customer, extension="SIPSIP1"):
    return crm.post(f"/customers/{customer}/call", json={"extension": extension})


def test_the_button_calls_the_customer(crm, voicenter):
    answer = press_call(crm, DANA)

    assert answer.json["calling"] == "0501234567"
    voicenter.assert_called_once("click2call", phone="SIPSIP1", target="0501234567")


def test_a_busy_customer_is_logged_as_busy(crm, voicenter):
    press_call(crm, AVI)
    voicenter.clock.run_until_idle()

    _, calls = crm.get(f"/customers/{AVI}").json
    assert [(call["kind"], call["status"]) for call in calls] == [
        ("Click2Call leg1", "ANSWER"),
        ("Click2Call leg2", "BUSY"),
    ]


def test_the_button_says_when_voicenter_refuses(crm, voicenter):
    answer = press_call(crm, DANA, extension="SIPSIP4")

    assert answer.status_code == 409
    assert "blocked" in answer.json["error"]


def test_a_record_that_comes_twice_counts_once(crm, voicenter):
    voicenter.faults.add("cdr", delay_seconds=15, first=1, when={"type": "Click2Call leg2"})
    voicenter.expect("0501234567", "answer", talk_seconds=60)
    press_call(crm, DANA)
    voicenter.clock.run_until_idle()

    customer, calls = crm.get(f"/customers/{DANA}").json
    assert customer["talk_seconds"] == 60
    assert len(calls) == 2


def test_the_pop_up_shows_who_rings(crm, voicenter):
    voicenter.incoming_call("0501234567", did="0722776774", talk_seconds=20)
    voicenter.clock.run_until_idle()

    ringing = next(sent for sent in voicenter.deliveries if sent.callback == "popup")
    assert ringing.answer["CLIENTNAME"] == "Dana Levi"


def test_the_pop_up_knows_nobody_by_a_withheld_number(crm, voicenter):
    voicenter.incoming_call("", did="0722776774", talk_seconds=20)
    voicenter.clock.run_until_idle()

    ringing = next(sent for sent in voicenter.deliveries if sent.callback == "popup")
    assert ringing.answer["URL"] == "/customers/new"
