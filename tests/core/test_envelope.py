"""The JSON of answers, read strictly."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.answers import Envelope, check_answers, read_envelopes
from jiangfang.core.answers.envelope import DEEPEST, depth_of
from jiangfang.core.fields import Column
from jiangfang.core.problems import Problem
from tests.core.making import codes, modest, rows, spot
from tests.core.strategies import json_values

FORM = (
    spot("text", key="name", label="名称"),
    rows(Column("name", "姓名", "text")),
    spot("opinion", key="opinion", label="意见"),
    spot("integer", key="count", label="人数"),
)


def whole(answers: str) -> str:
    return f'{{"programme": "p", "form": "application", "answers": {answers}}}'


def only(text: str) -> Envelope:
    made, problems = read_envelopes(text, "甲.json")
    assert problems == []
    assert len(made) == 1
    return made[0]


def fault(text: str) -> Problem:
    made, problems = read_envelopes(text, "甲.json")
    assert made == []
    assert len(problems) == 1
    assert problems[0].where == "甲.json"
    assert problems[0].severity == "error"
    problems[0].message.encode("utf-8")
    assert len(problems[0].message) < 200
    return problems[0]


def test_one_form() -> None:
    assert only(whole('{"name": "甲"}')) == Envelope("p", "application", {"name": "甲"})


def test_a_list_of_forms_keeps_its_order() -> None:
    made, problems = read_envelopes("[" + whole("{}") + "," + whole('{"a": 1}') + "]", "甲.json")
    assert problems == []
    assert [envelope.answers for envelope in made] == [{}, {"a": 1}]


def test_a_bad_form_in_a_list_is_named_and_the_others_stay() -> None:
    made, problems = read_envelopes(f"[{whole('{}')}, 3, {whole('[]')}]", "甲.json")
    assert len(made) == 1
    assert codes(problems) == [("wrong_type", "error")] * 2
    assert problems[0].message.startswith("第 2 份答案")
    assert problems[1].message.startswith("第 3 份答案的 answers")


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "null",
        "true",
        '"甲"',
        "1.5",
        "NaN",
        "Infinity",
        "-Infinity",
        "9" * 5000,
        "[[]]",
        "[null]",
        f"[[{whole('{}')}]]",
    ],
)
def test_another_top_is_the_wrong_type(text: str) -> None:
    assert fault(text).code == "wrong_type"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "[1,",
        "{'a': 1}",
        "[1,]",
        '{"a" 1}',
        "甲",
        "{} {}",
        '"\x01"',
        "\ufeff{}",
        "[",
        "]",
        '{"a": 01}',
        "nan",
    ],
)
def test_broken_json_says_the_place(text: str) -> None:
    problem = fault(text)
    assert problem.code == "unreadable_file"
    assert "行第" in problem.message


def test_an_empty_list_holds_nothing() -> None:
    assert fault("[]").code == "missing"


def test_too_many_forms() -> None:
    assert fault(f"[{','.join(['0'] * 20_001)}]").code == "too_long"


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ('{"form": "f", "answers": {}}', "missing", "programme"),
        ('{"programme": "p", "answers": {}}', "missing", "form"),
        ('{"programme": "p", "form": "f"}', "missing", "answers"),
        ('{"programme": 1, "form": "f", "answers": {}}', "wrong_type", "programme"),
        ('{"programme": "p", "form": null, "answers": {}}', "wrong_type", "form"),
        ('{"programme": "p", "form": "f", "answers": []}', "wrong_type", "answers"),
        ('{"programme": "p", "form": "f", "answers": "x"}', "wrong_type", "answers"),
        ('{"programme": "p", "form": "f", "answers": {}, "more": 1}', "unknown_key", "more"),
        ('{"programme": "p", "form": "f", "answers": {}, "\\ud800": 1}', "unknown_key", "U+D800"),
        ('{"programme": "\\udfff", "form": "f", "answers": {}}', "bad_character", "programme"),
        ('{"programme": "p", "programme": "q", "form": "f", "answers": {}}', "doubled_key", "programme"),
        ('{"programme": "p", "form": "f", "answers": {}, "answers": {"name": "甲"}}', "doubled_key", "answers"),
    ],
)
def test_the_three_keys_once_each_and_no_other(text: str, code: str, word: str) -> None:
    problem = fault(text)
    assert problem.code == code
    assert word in problem.message


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ('{"name": "甲", "name": "乙"}', "name"),
        ('{"name": "甲", "name": "甲"}', "name"),
        ('{"members": [{"name": "甲"}, {"name": "甲", "name": "乙"}]}', "members[1].name"),
        ('{"opinion": {"signer": "甲", "signer": "乙"}}', "opinion.signer"),
        ('{"members": [], "members": [{"name": "甲"}]}', "members"),
    ],
)
def test_a_key_written_twice_is_an_error_at_every_level(answers: str, where: str) -> None:
    filled = check_answers(FORM, only(whole(answers)).answers)
    assert [(problem.code, problem.where, problem.severity.value) for problem in filled.problems] == [
        ("doubled_key", where, "error")
    ]
    assert not filled.usable


def test_a_key_written_three_times_is_said_with_the_unknown_ones() -> None:
    filled = check_answers(FORM, only(whole('{"x": 1, "x": 2, "x": 3}')).answers)
    assert {problem.code for problem in filled.problems} == {"unknown_key", "doubled_key"}


@pytest.mark.parametrize(
    "said", ["1000000000000", "-1000000000000", "9" * 5000, "12.0", "1e2", "1" + "0" * 400 + ".5", "NaN", "-Infinity"]
)
def test_a_number_no_answer_may_be_is_a_wrong_type(said: str) -> None:
    filled = check_answers(FORM, only(whole(f'{{"count": {said}}}')).answers)
    assert filled.values == {}
    assert codes(filled.problems) == [("wrong_type", "error")]
    assert len(filled.problems[0].message) < 200


def test_twelve_digits_are_fine() -> None:
    assert check_answers(FORM, only(whole('{"count": 999999999999}')).answers).values == {"count": 999_999_999_999}


@pytest.mark.parametrize("open_close", [("[", "]"), ('{"a":', "}")])
def test_nesting_stops_at_20(open_close: tuple[str, str]) -> None:
    begin, end = open_close
    inner = DEEPEST - 1
    assert only(whole(f'{{"x": {begin * (inner - 1)}0{end * (inner - 1)}}}')).answers.keys() == {"x"}
    assert fault(whole(f'{{"x": {begin * inner}0{end * inner}}}')).code == "too_deep"
    assert fault(whole(f'{{"x": {begin * 100_000}0{end * 100_000}}}')).code == "too_deep"
    assert fault(begin * 100_000).code == "too_deep"


def test_brackets_inside_texts_are_not_nesting() -> None:
    text = json.dumps("[{" * 50 + '\\"[[[')
    assert depth_of(text) == 0
    assert only(whole(f'{{"name": {text}}}')).answers["name"].startswith("[{")


@given(st.text(st.sampled_from('[]{}":,\\ 0a\n'), max_size=60))
@modest
def test_any_text_is_read_or_refused_never_raised(text: str) -> None:
    made, problems = read_envelopes(text, "f")
    assert bool(made) is not bool(problems)


@given(json_values)
@modest
def test_any_json_is_read_or_refused_never_raised(value: object) -> None:
    made, problems = read_envelopes(json.dumps({"programme": "p", "form": "f", "answers": {"name": value}}), "f")
    assert problems == []
    filled = check_answers(FORM, made[0].answers)
    json.dumps([problem.as_json() for problem in filled.problems], ensure_ascii=False).encode("utf-8")
