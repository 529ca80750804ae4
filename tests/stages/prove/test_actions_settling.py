"""Something that was used twice and is in order: said once, with a reason, known again from every round."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.actions import forgetting
from jiangfang.stages.prove.models import Settled
from jiangfang.stages.prove.queries import doubles
from jiangfang.stages.prove.queries.doubles import Double
from tests.engines import Engine
from tests.stages.apply.desk import filled, fresh, started
from tests.stages.prove.making import handed_in, tied
from tests.stages.world import World, world

CERTIFICATES = ("patents", "certificates")


def lent(city: World) -> Double:
    """Two applications with the same file, handed in."""
    for kind in (Kind.COUNTY, Kind.ZONE):
        found = filled(city, started(city, kind))
        tied(city, found, CERTIFICATES, seed=1)
        handed_in(city, fresh(found))
    (double,) = doubles.doubles(city.round)
    return double


def settle(city: World, double: Double, why: str = "两家合办") -> Settled:
    return actions.settle(round=city.round, double=double, why=why, hat=city.clerk, at=city.at)


def test_it_is_kept_with_both_applications_and_told(db: None) -> None:
    city = world()
    kept = settle(city, lent(city))
    assert {kept.one.unit.name, kept.other.unit.name} == {"示例机械厂", "示例电子公司"}
    told = journal.history(city.federation.pk, "round", str(city.round.pk))[-1]
    assert (told.deed, told.after["why"]) == ("round.double_settled", "两家合办")
    assert set(told.after) == {"double", "applications", "why"}


@pytest.mark.parametrize("why", [" ", "长" * 501])
def test_without_a_reason_nothing_is_kept(db: None, why: str) -> None:
    city = world()
    with pytest.raises(Refused, match="理由"):
        settle(city, lent(city), why)
    assert not Settled.objects.exists()


def test_it_can_be_taken_back_once(db: None) -> None:
    city = world()
    double = lent(city)
    settle(city, double)
    actions.unsettle(round=city.round, double=double, hat=city.clerk, at=city.at)
    assert not Settled.objects.exists()
    with pytest.raises(Refused, match="没有核实过"):
        actions.unsettle(round=city.round, double=double, hat=city.clerk, at=city.at)


def test_nobody_but_the_citys_clerk(db: None) -> None:
    city = world()
    double = lent(city)
    for hat in (city.hat(Role.RECOMMENDER), city.auditor, world("示例乙").clerk):
        with pytest.raises(Refused, match="身份"):
            actions.settle(round=city.round, double=double, why="示例", hat=hat, at=city.at)
        with pytest.raises(Refused, match="身份"):
            actions.unsettle(round=city.round, double=double, hat=hat, at=city.at)


def test_two_clerks_at_once_and_one_of_them_hears_of_the_other(own_database: Engine) -> None:
    city = world()
    double, start = lent(city), Barrier(2)

    def one(number: int) -> str:
        start.wait()
        try:
            return settle(city, double, f"理由{number}").reason
        except Refused as refused:
            return refused.problems[0].message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(one, range(2)))
    kept = Settled.objects.get()
    assert said[0] == kept.reason
    assert said[1].endswith(f"已经核实过这一处：{kept.reason}")
    assert journal.verify(city.federation.pk) == []


def test_what_is_let_go_takes_the_word_of_the_office_with_it(db: None) -> None:
    city = world()
    kept = settle(city, lent(city))
    forgetting.forget([kept.other_id])
    assert not Settled.objects.exists()
