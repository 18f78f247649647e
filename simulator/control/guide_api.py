"""`/llms.txt` and `/_sim/SKILL.md`: how to test against the simulator, in one page for agents, with its address."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from simulator.control.client_base_url import base_url_of
from simulator.control.openapi_helpers import PREFIX, page

SKILL = Path(__file__).resolve().parent / "SKILL.md"
#: The address that stands in the file.
DEFAULT = "http://127.0.0.1:8642"


class Guide:
    def __init__(self) -> None:
        self.endpoints = [
            page("/llms.txt", self.guide, "How to test against the simulator, in one page for agents."),
            page(f"{PREFIX}/SKILL.md", self.skill, "The same as a skill, with its front matter."),
        ]

    async def guide(self, request: Request) -> Response:
        """How to test against the simulator, in one page for agents."""
        return PlainTextResponse(_text(request).split("---\n", 2)[2].lstrip())

    async def skill(self, request: Request) -> Response:
        """The same as a skill, with its front matter."""
        return PlainTextResponse(_text(request), media_type="text/markdown")


def _text(request: Request) -> str:
    return SKILL.read_text(encoding="utf-8").replace(DEFAULT, base_url_of(request))
