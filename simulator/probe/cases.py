"""The cases of the probe, one function each: what is sent, and by what its finding is judged."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator, Sequence

from simulator.probe.prober import ALL_RETRIES, NAME, Ask, ProbeCase, ProbeFinding, Prober, ProbeResult

#: Documents of the large callback, characters of a value in each, and real seconds that the slow one takes.
LARGE_DOCUMENTS, LARGE_VALUE, SLOW = 60, 20_000, "2s"
#: Values by which true and false words are told apart.
TRUE, FALSE = "PROBE TRUE PERSON", "PROBE FALSE PERSON"


def _plain(probe: Prober) -> ProbeFinding:
    about = probe.application("plain")
    return probe.taken(about, probe.upload(about))


def _duplicate(probe: Prober) -> ProbeFinding:
    about = probe.application("duplicate")
    before, problem = probe.after_first(about, probe.upload(about))
    if problem:
        return problem
    probe.fault(about, "callback", "duplicate", copies=2)
    return probe.unmoved(about, before, probe.redeliver(about))


def _retry(probe: Prober) -> ProbeFinding:
    about = probe.application("retry")
    probe.fault(about, "callback", "unacknowledged", times=1)
    first, again = probe.upload(about), probe.advance(about, ALL_RETRIES)
    if not (first and 200 <= first[0] < 300):
        return ProbeFinding("unknown", f"the first callback was not taken: {first}")
    if not again or not 200 <= again[0] < 300:
        return ProbeFinding(
            "wrong", f"answered {again[0] if again else 'nothing'} to the retry, so that Atlas tries again"
        )
    return ProbeFinding("right", f"answered {again[0]} to the retry")


def _stale(probe: Prober) -> ProbeFinding:
    about = probe.application("stale")
    first, problem = probe.after_first(about, probe.upload(about, "1"))
    if problem:
        return problem
    probe.fault(about, "callback", "stale", times=1)
    statuses = probe.upload(about, "2")
    if probe.look is None:
        return ProbeFinding("unknown", f"answered {statuses}")
    if probe.look.settled(about.id, about.flow) == first:
        return ProbeFinding("wrong", "the GET says what the older callback said")
    return ProbeFinding("right", "the GET does not go back to what the older callback said")


def _late(probe: Prober) -> ProbeFinding:
    older = probe.application("late")
    probe.fault(older, "callback", "delay", delay="1h")
    probe.upload(older, "1")
    newer = probe.application("late", same_as=older.id)
    before, problem = probe.after_first(newer, probe.upload(newer, "1", "2"))
    if problem:
        return problem
    statuses = probe.advance(older, ALL_RETRIES)
    if probe.look is not None and not probe.look.by_application:
        return ProbeFinding("unknown", "the GET is not of an application: name it with {application_id}")
    return probe.unmoved(newer, before, statuses)


def _out_of_order(probe: Prober) -> ProbeFinding:
    first, second = probe.application("order-1"), probe.application("order-2")
    probe.fault(first, "callback", "out_of_order", delay="1h")
    probe.upload(first)
    finding = probe.taken(second, probe.upload(second))
    return finding if finding.verdict != "right" else probe.taken(first, probe.advance(first, ALL_RETRIES))


def _disagrees(probe: Prober) -> ProbeFinding:
    if probe.look is None or not probe.fetches:
        return ProbeFinding("unknown", "needs --look, and --port for a receiver that fetches /extracts")
    about = probe.application("disagrees")
    probe.control.outcome(about.flow, document="1", document_type="PAN", fields={NAME: TRUE})
    probe.fault(about, "callback", "patch", body={"ocr_data": [_item(FALSE)]})
    statuses = probe.upload(about)
    if statuses and 400 <= statuses[0] < 500:
        return ProbeFinding("right", f"refused it with {statuses[0]}")
    state = json.dumps(probe.look.changed(about.id, about.flow, about.before), ensure_ascii=False)
    if FALSE in state:
        return ProbeFinding("wrong", "the GET says what the callback said, not what /extracts answers")
    if TRUE in state:
        return ProbeFinding("right", "the GET says what /extracts answers")
    return ProbeFinding("unknown", "the GET shows no value of the document")


def _item(name: str) -> dict[str, object]:
    return {
        "data": {"document_type": "PAN", NAME: {"value": name, "confidence_score": 0.99}},
        "document_id": "1",
        "error_code": "",
        "error_reason": "",
        "batch_id": "BATCH-00000-PROBE-20260101000000",
        "file_uuid": str(uuid.uuid4()),
    }


def _slow(probe: Prober) -> ProbeFinding:
    about = probe.application("slow")
    probe.fault(about, "callback", "drip", delay=SLOW)
    return probe.taken(about, probe.upload(about))


def _huge(probe: Prober) -> ProbeFinding:
    about = probe.application("huge")
    probe.control.outcome(about.flow, document="*", document_type="PAN", fields={NAME: "PROBE " + "X" * LARGE_VALUE})
    return probe.taken(about, probe.upload(about, *map(str, range(1, LARGE_DOCUMENTS + 1))))


def _tiny(probe: Prober) -> ProbeFinding:
    about = probe.application("tiny")
    probe.control.outcome(about.flow, document="1", outcome="UPLOAD_FAILED")
    return probe.taken(about, probe.upload(about))


def _extra_keys(probe: Prober) -> ProbeFinding:
    about = probe.application("extra-keys")
    extra = {"schema_version": 2, "links": {"self": "https://atlas.example/flow"}, "labels": ["a", None, 1.5]}
    probe.fault(about, "callback", "patch", body=extra)
    return probe.taken(about, probe.upload(about))


def _auth_refused(probe: Prober) -> ProbeFinding:
    about = probe.application("auth-refused")
    probe.fault(about, "auth", "refused", status=401, times=1)
    probe.upload(about)
    return probe.taken(about, probe.redeliver(about))


def _wrong_token(probe: Prober) -> ProbeFinding:
    if not probe.has_auth:
        return ProbeFinding("unknown", "needs --auth-url: whoever gives no token cannot know a wrong one")
    about = probe.application("wrong-token")
    probe.fault(about, "callback", "wrong_token", times=1)
    statuses = probe.upload(about)
    if statuses and 200 <= statuses[0] < 300:
        return ProbeFinding("wrong", f"answered {statuses[0]} to a token that auth_url did not give")
    if probe.look is not None and (moved := probe.unmoved(about, about.before, statuses)).verdict == "wrong":
        return moved
    return ProbeFinding("right", f"refused it with {statuses[0] if statuses else 'nothing'}")


CASES: Sequence[ProbeCase] = (
    ProbeCase("plain", "one callback", "takes it: 2xx", _plain),
    ProbeCase("duplicate", "the same callback twice more", "stays as it was after the first", _duplicate),
    ProbeCase("retry", "the callback again, since the first answer was lost", "acknowledges the retry: 2xx", _retry),
    ProbeCase("stale", "a newer result, then the older one once more", "keeps the newer result", _stale),
    ProbeCase(
        "late",
        "the result of an application's newer flow, then that of its older flow",
        "keeps the newer flow's result",
        _late,
    ),
    ProbeCase("out-of-order", "the callback of a flow before that of an earlier one", "takes both", _out_of_order),
    ProbeCase(
        "disagrees",
        "a callback that says something else than /extracts",
        "refuses it, or believes /extracts",
        _disagrees,
    ),
    ProbeCase("slow", f"a callback whose body takes {SLOW} to come", "takes it", _slow),
    ProbeCase("huge", f"a callback of {LARGE_DOCUMENTS} documents, over 1 MB", "takes it", _huge),
    ProbeCase("tiny", "a callback without any document: none could be fetched", "takes it", _tiny),
    ProbeCase("extra-keys", "a callback with keys that are not documented", "takes it, and ignores them", _extra_keys),
    ProbeCase("auth-refused", "a callback sent again after auth_url had answered 401", "takes it", _auth_refused),
    ProbeCase(
        "wrong-token", "a callback with a token that auth_url did not give", "refuses it: 401 or 403", _wrong_token
    ),
)


def run(probe: Prober, cases: Sequence[ProbeCase], ask: Ask) -> Iterator[ProbeResult]:
    """Each case in order, with what came of it; a person is asked where nothing else tells."""
    for case in cases:
        started = time.perf_counter()
        finding = case.run(probe)
        if finding.verdict == "unknown" and (word := ask(case)) is not None:
            finding = ProbeFinding("right" if word else "wrong", f"{finding.saw}; by your own word")
        yield ProbeResult(case, finding, time.perf_counter() - started)
