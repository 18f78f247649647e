"""`flows` and `flow`: what a running server has, and everything about one flow, also as it happens."""

from __future__ import annotations

import argparse
from typing import Any

from simulator.cli.remote import add_remote, control_of, say, say_lines, show_json, show_rows, status_words

STAGES = ("upload", "queue", "processing", "crosscheck", "callback", "done")


def add(commands: Any) -> None:
    many = commands.add_parser(
        "flows", help="list the flows of a running server", description="The newest flows first."
    )
    add_remote(many)
    many.add_argument("--application", metavar="ID", help="only this application_id")
    many.add_argument("--limit", type=int, default=20, metavar="N", help="most flows to list [20]")
    many.set_defaults(run=run_many)
    one = commands.add_parser(
        "flow",
        help="show one flow, follow it, let it go on",
        description="Everything that happened to a flow, in order.",
    )
    add_remote(one)
    one.add_argument("flow_uuid", metavar="UUID", help="the flow_uuid of the flow")
    one.add_argument(
        "--watch", action="store_true", help="keep showing events until the callback is delivered or given up"
    )
    one.add_argument(
        "--advance",
        nargs="?",
        const="",
        choices=["", *STAGES],
        metavar="STAGE",
        help=f"let it go on: one step, or to a stage ({', '.join(STAGES)})",
    )
    one.set_defaults(run=run_one)


def run_many(args: argparse.Namespace) -> int:
    with control_of(args) as control:
        flows = control.flows(application=args.application, limit=args.limit)
    if args.json:
        show_json(flows)
        return 0
    heads = ("flow", "family", "application", "created", "upload", "processing", "cross-check", "master", "tenant")
    show_rows(
        heads,
        [
            (
                each["flow_uuid"],
                each["family"],
                each["application_id"],
                each["created_at"],
                *status_words(each["status"]),
                each["tenant"],
            )
            for each in flows
        ],
    )
    return 0


def run_one(args: argparse.Namespace) -> int:
    from simulator.client.control import timeline

    with control_of(args) as control:
        if args.advance is not None:
            step = control.advance(args.flow_uuid, args.advance or None)
            if args.json:
                show_json(step)
            else:
                say(f"{' '.join(status_words(step['status']))}; waits in {step['waits_in']}")
            return 0
        flow = control.flow(args.flow_uuid)
        if args.json:
            show_json(flow)
        else:
            say_lines(timeline(flow))
        if args.watch:
            _watch(control, args, flow)
    return 0


def _watch(control: Any, args: argparse.Namespace, flow: Any) -> None:
    if _settled(flow):
        return
    last = max((event["id"] for event in flow["timeline"]), default=0)
    end = None
    for event in control.events(after=last, flow=args.flow_uuid):
        if args.json:
            show_json(event)
        else:
            text = " ".join(f"{key}={value}" for key, value in event.get("detail", {}).items())
            say(f"  {event['at']} {event['kind']} {event['state']} {text}".rstrip())
        if end is None and event["kind"] == "delivery" and _settled(flow := control.flow(args.flow_uuid)):
            # The flow may be further on than the stream: what is still to come of it is shown too.
            end = max(each["id"] for each in flow["timeline"])
        if end is not None and event["id"] >= end:
            return


def _settled(flow: Any) -> bool:
    """Complete, and every callback delivered or given up."""
    complete = flow["status"]["master_status"] in ("SUCCESS", "FAILED")
    return complete and all(each["state"] not in ("INITIATED", "IN_PROGRESS") for each in flow["deliveries"])
