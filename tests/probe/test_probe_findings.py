"""What the probe concludes of what it saw: by status codes alone, with a GET, and where neither tells."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.client.process import free_port
from simulator.client.receiver import Answer, Receiver
from simulator.errors import SettingError
from simulator.probe import look as looking
from simulator.probe.cases import run
from simulator.probe.look import SHOWN, ReceiverView, difference
from simulator.probe.prober import ProbeCase, ProbedApplication, ProbeFinding, Prober
from simulator.server import BackgroundServer
from simulator.settings import load

ABOUT = ProbedApplication("APP", "FLOW", before=None)


@pytest.fixture(scope="module")
def place() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def shows(place: Receiver, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ReceiverView]]:
    """A receiver whose GET shows these states one after the other, the last of them for ever; and a view of it."""
    monkeypatch.setattr(looking, "SETTLED", 0.02)
    monkeypatch.setattr(looking, "PATIENCE", 0.2)
    monkeypatch.setattr(looking, "EVERY", 0.001)
    views: list[ReceiverView] = []

    def show(*states: Any, keys: tuple[str, ...] = (), path: str = "/record?id={application_id}") -> ReceiverView:
        left = list(states)

        def record(_: Any) -> Answer:
            state = left.pop(0) if len(left) > 1 else left[0]
            return state if isinstance(state, Answer) else Answer(200, json.dumps(state).encode())

        place.forget()
        place.rule("/record", record)
        views.append(ReceiverView(place.url + path, keys))
        return views[-1]

    yield show
    for view in views:
        view.close()


@pytest.fixture(scope="module")
def simulator() -> Iterator[BackgroundServer]:
    with BackgroundServer(load({"port": 0, "ephemeral": "yes", "workers": "1"}, {})) as running:
        yield running


@pytest.fixture
def prober(simulator: BackgroundServer) -> Iterator[Callable[..., Prober]]:
    made: list[Prober] = []

    def with_view(view: ReceiverView | None = None) -> Prober:
        made.append(Prober(simulator.url, to="http://127.0.0.1:9/", look=view))
        return made[-1]

    yield with_view
    for each in made:
        each.close()


@pytest.mark.parametrize(
    ("statuses", "verdict", "saw"),
    [
        ([200], "right", "answered 200"),
        ([202, 299], "right", "answered 299"),
        ([200, 500, 200], "wrong", "answered 500"),
        ([199], "wrong", "answered 199"),
        ([300], "wrong", "answered 300"),
        ([0], "wrong", "answered nothing"),
        ([], "unknown", "no callback was posted"),
    ],
)
def test_a_callback_is_taken_by_its_status_alone(prober: Any, statuses: list[int], verdict: str, saw: str) -> None:
    assert prober().taken(ABOUT, statuses) == ProbeFinding(verdict, saw)  # type: ignore[arg-type]


def test_a_callback_that_the_get_shows_nothing_of_was_not_taken(prober: Any, shows: Any) -> None:
    assert prober(shows(Answer(404))).taken(ABOUT, [200]) == ProbeFinding(
        "wrong", "answered 200, but the GET shows nothing of it"
    )
    late = prober(shows(Answer(404), Answer(404), {"state": "new"}))
    assert late.taken(ABOUT, [200]) == ProbeFinding("right", 'answered 200; the answer: null -> {"state": "new"}')
    # What was refused is not looked for.
    refused = prober(shows({"state": "new"}))
    assert refused.taken(ABOUT, [500]).verdict == "wrong"


@pytest.mark.parametrize(
    ("states", "verdict", "saw"),
    [
        ([{"n": 1}], "right", "the GET says the same as before"),
        ([{"n": 2}], "wrong", "the GET says something else: n: 1 -> 2"),
        ([{"n": 1}, {"n": 2}], "wrong", "the GET says something else: n: 1 -> 2"),
        # What only flickers, and is then as it was, has not moved.
        ([{"n": 2}, {"n": 1}], "right", "the GET says the same as before"),
        ([Answer(404)], "wrong", 'the GET says something else: the answer: {"n": 1} -> null'),
    ],
)
def test_a_state_has_moved_if_it_settled_otherwise(
    prober: Any, shows: Any, states: list[Any], verdict: str, saw: str
) -> None:
    assert prober(shows(*states)).unmoved(ABOUT, {"n": 1}, [200]) == ProbeFinding(verdict, saw)  # type: ignore[arg-type]


def test_without_a_get_nothing_is_known_of_the_state(prober: Any) -> None:
    assert prober().unmoved(ABOUT, None, [200, 0]) == ProbeFinding("unknown", "answered 200, nothing")
    assert prober().after_first(ABOUT, [200]) == (None, None)


def test_where_the_first_callback_was_not_taken_nothing_more_is_learnt(prober: Any, shows: Any) -> None:
    _, finding = prober().after_first(ABOUT, [500])
    assert finding == ProbeFinding("unknown", "the first callback was not taken: answered 500")
    state, finding = prober(shows({"n": 1})).after_first(ABOUT, [200])
    assert (state, finding) == ({"n": 1}, None)


@pytest.mark.parametrize(
    ("body", "keys", "state"),
    [
        (b'{"a": {"b": 1}, "c": 2}', (), {"a": {"b": 1}, "c": 2}),
        (b'{"a": {"b": 1}, "c": 2}', ("a.b",), {"a.b": 1}),
        (b'{"a": {"b": 1}, "c": 2}', ("c", "a.x", "c.d"), {"c": 2, "a.x": None, "c.d": None}),
        (b"[1]", ("a",), {"a": None}),
        (b"plain text", ("a",), "plain text"),
        (b"", (), ""),
    ],
)
def test_of_a_get_s_json_only_the_named_keys_count(shows: Any, body: bytes, keys: tuple[str, ...], state: Any) -> None:
    assert shows(Answer(200, body), keys=keys).state("APP", "FLOW") == state


def test_the_application_and_the_flow_are_filled_in_whatever_is_in_them(shows: Any, place: Receiver) -> None:
    view = shows({}, path="/record?id={application_id}&flow={flow_uuid}&{other}")
    view.state("A 1", "F-1")
    assert place.requests("/record")[0].query.replace("+", "%20").startswith("id=A%201&flow=F-1&")
    assert not view.by_application and shows({}).by_application


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(500), "answered 500; it must answer 2xx, or 404 for what is unknown"),
        (Answer(302, headers={"Location": "/x"}), "answered 302; it must answer 2xx"),
        (Answer(0), "cannot be asked: "),
    ],
)
def test_a_get_that_cannot_tell_is_told_with_its_url(shows: Any, answer: Answer, says: str) -> None:
    with pytest.raises(SettingError) as refused:
        shows(answer).state("APP", "F")
    assert str(refused.value).startswith("--look http://127.0.0.1") and "?id=APP: " in str(refused.value)
    assert says in str(refused.value)


def test_a_get_of_nobody_is_told() -> None:
    for url in (f"http://127.0.0.1:{free_port()}/", "http://[", "nothing"):
        with pytest.raises(SettingError, match=r"--look .*: cannot be asked: ."):
            ReceiverView(url).state("APP", "F")


def test_a_state_that_never_settles_is_given_up_and_one_that_never_changes_too(
    shows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = itertools.count()
    view = shows({})
    monkeypatch.setattr(view, "state", lambda *_: next(numbers))
    assert view.settled("APP", "F") > 3
    monkeypatch.setattr(view, "state", lambda *_: "same")
    assert view.changed("APP", "F", "same") == "same"


def test_a_change_is_waited_for_until_it_stays(shows: Any) -> None:
    view = shows({"n": 1}, {"n": 1}, {"n": 2}, {"n": 3})
    assert view.changed("APP", "F", {"n": 1}) == {"n": 3}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, "b: 2 -> 3"),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, "a.b.c: 1 -> 2"),
        ({"a": [1]}, {"a": [1, 2]}, "a: [1] -> [1, 2]"),
        ({"a": 1}, {}, "a: 1 -> null"),
        ({}, {"é": "ü"}, 'é: null -> "ü"'),
        (None, {"a": 1}, 'the answer: null -> {"a": 1}'),
        ("x", "y", 'the answer: "x" -> "y"'),
        ({"aadhaar_number": "4996 3341 5672"}, {}, 'aadhaar_number: "**** **** 5672" -> null'),
    ],
)
def test_the_first_difference_is_told_and_nothing_private_of_it(before: Any, after: Any, told: str) -> None:
    assert difference(before, after) == told


def test_a_long_state_is_cut_and_no_number_is_cut_bare() -> None:
    told = difference("", "x" * 300)
    assert told.endswith("x…") and len(told) == len('the answer: "" -> ') + SHOWN
    for length in range(60, 80):
        assert "4996 3341" not in difference("", "x" * length + " 4996 3341 5672")


def case(finding: ProbeFinding) -> ProbeCase:
    return ProbeCase("mine", "something", "takes it", lambda probe: finding)


@pytest.mark.parametrize(
    ("verdict", "word", "becomes", "saw"),
    [
        ("unknown", None, "unknown", "x"),
        ("unknown", True, "right", "x; by your own word"),
        ("unknown", False, "wrong", "x; by your own word"),
        ("right", False, "right", "x"),
        ("wrong", True, "wrong", "x"),
    ],
)
def test_a_person_is_asked_only_where_nothing_else_tells(
    prober: Any, verdict: Any, word: bool | None, becomes: str, saw: str
) -> None:
    asked: list[str] = []

    def ask(about: ProbeCase) -> bool | None:
        asked.append(about.name)
        return word

    (result,) = run(prober(), [case(ProbeFinding(verdict, "x"))], ask)
    assert (result.finding.verdict, result.finding.saw) == (becomes, saw)
    assert asked == (["mine"] if verdict == "unknown" else []) and result.seconds >= 0


def test_a_get_that_is_slow_is_waited_for(shows: Any, place: Receiver) -> None:
    gate = threading.Event()
    view = shows({"n": 1})

    def record(_: Any) -> Answer:
        gate.wait(10)
        return Answer(200, b'{"n": 2}')

    place.rule("/record", record)
    threading.Timer(0.05, gate.set).start()
    assert view.state("APP", "F") == {"n": 2}
