"""`exec`: a server for as long as one command runs, such as a test suite in any language."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from simulator.cli.options import add_settings, chosen_settings
from simulator.cli.remote import warn
from simulator.variables import CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE, PASSWORD_VARIABLE, URL_VARIABLE

#: What a shell gives for a command that is not there, and for one that it may not run.
NOT_FOUND, NOT_EXECUTABLE = 127, 126
#: A command that a signal ended has this and the signal's number as its status, as in a shell.
BY_SIGNAL = 128
FORWARDED = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "exec",
        help="start a server, run a command that uses it, stop it",
        usage="atlas-simulator exec [--config FILE] [SETTING ...] -- COMMAND [ARGUMENT ...]",
        description=f"Start a server on a free port, run COMMAND with its address in {URL_VARIABLE} and an account of its"
        f" own in {CLIENT_ID_VARIABLE} and {CLIENT_SECRET_VARIABLE}, and stop the server when COMMAND ends. The exit status"
        " is COMMAND's. Nothing is kept, unless --state says where; several may run at once. Only warnings are logged,"
        " unless --log-level asks for more.",
    )
    parser.add_argument("command_line", nargs="+", metavar="COMMAND", help="the command and its arguments, behind --")
    add_settings(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    fixed = {
        "port": args.port or 0,
        "ephemeral": args.ephemeral if args.ephemeral is not None else args.state is None,
        "log_level": args.log_level or "warning",
    }
    settings = chosen_settings(args, **fixed)
    from simulator import logs
    from simulator.server import BackgroundServer

    logs.configure(settings.log_format, settings.log_level)
    with _ending_by_signals() as received, BackgroundServer(settings) as server:
        client_id, client_secret = next(iter(settings.accounts.items()), (_own_name(), secrets.token_hex(16)))
        return _run(
            args.command_line,
            {
                URL_VARIABLE: server.url,
                CLIENT_ID_VARIABLE: client_id,
                CLIENT_SECRET_VARIABLE: client_secret,
                **({PASSWORD_VARIABLE: settings.ui_password} if settings.ui_password else {}),
            },
            received,
        )


def _own_name() -> str:
    """A tenant that no other `exec` has."""
    return f"exec-{secrets.token_hex(4)}"


def _run(command: list[str], variables: Mapping[str, str], received: list[subprocess.Popen[bytes]]) -> int:
    try:
        process = subprocess.Popen(command, env={**os.environ, **variables})
    except FileNotFoundError:
        warn(f"atlas-simulator exec: {command[0]}: no such command; is it on the PATH?")
        return NOT_FOUND
    except OSError as error:
        warn(f"atlas-simulator exec: {command[0]}: cannot be run ({error.strerror})")
        return NOT_EXECUTABLE
    received.append(process)
    status = process.wait()
    return BY_SIGNAL - status if status < 0 else status


@contextmanager
def _ending_by_signals() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Pass signals that end a process on to the command, once it is put into the list; before that they end this process.

    A terminal sends Ctrl-C to the command by itself.
    """
    running: list[subprocess.Popen[bytes]] = []

    def forward(number: int, _: object) -> None:
        if not running:
            raise KeyboardInterrupt
        if number != signal.SIGINT or not sys.stdin.isatty():
            running[0].send_signal(number)

    before = {number: signal.signal(number, forward) for number in FORWARDED}
    try:
        yield running
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
