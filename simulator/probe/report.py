"""The probe's report: JSON for programs, JUnit for CI, one HTML page for people."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any
from xml.etree import ElementTree

from simulator.fidelity.html import head, report_text, table
from simulator.probe.prober import ProbeResult


def summary(results: Sequence[ProbeResult]) -> str:
    counts = [(word, sum(each.finding.verdict == word for each in results)) for word in ("right", "wrong", "unknown")]
    return ", ".join(f"{count} {word}" for word, count in counts)


def to_dict(to: str, results: Sequence[ProbeResult]) -> dict[str, Any]:
    lines = [
        {
            "case": each.case.name,
            "sent": each.case.sent,
            "right_receiver": each.case.right,
            "verdict": each.finding.verdict,
            "saw": report_text(each.finding.saw),
            "seconds": round(each.seconds, 3),
        }
        for each in results
    ]
    return {"receiver": report_text(to), "summary": summary(results), "cases": lines}


def to_junit(to: str, results: Sequence[ProbeResult]) -> bytes:
    """A test suite: wrong is a failure, unknown is skipped."""
    verdicts = [each.finding.verdict for each in results]
    suite = ElementTree.Element(
        "testsuite",
        name=f"receiver {report_text(to)}",
        tests=str(len(results)),
        failures=str(verdicts.count("wrong")),
        skipped=str(verdicts.count("unknown")),
        time=f"{sum(each.seconds for each in results):.3f}",
    )
    for each in results:
        case = ElementTree.SubElement(
            suite, "testcase", classname="receiver", name=each.case.name, time=f"{each.seconds:.3f}"
        )
        message = f"{each.case.sent}; a right receiver {each.case.right}; {report_text(each.finding.saw)}"
        if each.finding.verdict != "right":
            tag = "failure" if each.finding.verdict == "wrong" else "skipped"
            ElementTree.SubElement(case, tag, message=message)
    written: bytes = ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def to_html(to: str, results: Sequence[ProbeResult]) -> str:
    """One self-contained page, without scripts."""
    heads = ("case", "verdict", "what was sent", "a right receiver", "what yours did")
    lines = [
        (each.case.name, each.finding.verdict, each.case.sent, each.case.right, each.finding.saw) for each in results
    ]
    return "\n".join(
        (
            *head(f"Probe: {report_text(to)}", "Atlas simulator: probe"),
            f"<p>Receiver <code>{escape(report_text(to))}</code></p>",
            f"<p><strong>{escape(summary(results))}</strong></p>",
            table(heads, lines),
            "</html>\n",
        )
    )
