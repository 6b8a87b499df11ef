"""The two records of an IVR campaign's call are about two legs: each has its own time and its own way."""

from __future__ import annotations

from .call_centre import ANSWER, LAYER, START, CallCentre


def test_leg_2_begins_when_the_customer_answers():
    centre = CallCentre("ivr", layer=LAYER)
    centre.add(1, ANSWER)
    centre.finish()

    leg2, leg1 = centre.cdrs
    assert (leg1.type, leg1.time) == (17, START)
    assert (leg2.type, leg2.time) == (18, START + ANSWER.ring_seconds)


def test_the_layers_are_leg_2s():
    centre = CallCentre("ivr", layer=LAYER)
    centre.add(1, ANSWER)
    centre.finish()

    leg2, leg1 = centre.cdrs
    assert [visit.layer_number for visit in leg2.visits] == [LAYER]
    assert leg1.visits == ()


def test_a_queues_leg_2_begins_when_the_customer_answers_as_well():
    centre = CallCentre("ivr")
    centre.add(1, ANSWER)
    centre.finish()

    leg2, leg1 = centre.cdrs
    assert (leg2.type, leg2.time - leg1.time) == (19, ANSWER.ring_seconds)
