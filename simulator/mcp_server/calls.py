"""HTTP calls of the tools to a running simulator, answers masked, errors as sentences."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
from mcp.server.mcpserver.exceptions import ToolError

from simulator.masking import masked, masked_within

#: Real seconds that a call may take: an advance of the clock waits for what falls due.
SECONDS = 120.0


class Calls:
    """`url` is where the simulator is reached, `password` that of its page, where it asks for one."""

    def __init__(self, url: str, password: str = "") -> None:
        self.url = url.rstrip("/")
        self._auth = ("atlas-simulator", password) if password else None
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def control(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """One call under `/_sim/`; its JSON. Raises ToolError."""
        values = {key: value for key, value in query.items() if value not in (None, "")}
        answer = await self._send(method, f"/_sim/{path}", params=values, **({} if body is None else {"json": body}))
        return masked_within(_json(answer))

    async def atlas(self, method: str, path: str, tenant: str, **options: Any) -> Any:
        """One call of the Flow API by a tenant; its JSON. Raises ToolError with the answer that a client would get."""
        token = _json(await self._send("POST", "/_sim/tokens", json={"client_id": tenant}))["access_token"]
        answer = await self._send(method, f"/v3/verification/{path}", headers={"Token": token}, **options)
        return masked_within(_json(answer))

    async def keep_file(self, document_id: str, content: bytes) -> str:
        """Keep a file in the simulator; the URL that it is fetched from."""
        name = "".join(each if (each.isascii() and each.isalnum()) or each in "._-" else "-" for each in document_id)
        answer = await self._send(
            "PUT", f"/_sim/files/mcp/{uuid.uuid4().hex}/{name.strip('.') or 'file'}", content=content
        )
        return str(_json(answer)["file_url"])

    async def raw(self, path: str) -> bytes:
        """The body of a GET. Raises ToolError."""
        return (await self._send("GET", path)).content

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        if self._client is None:
            self._client = httpx.AsyncClient(base_url=self.url, auth=self._auth, timeout=SECONDS, trust_env=False)
        try:
            answer = await self._client.request(method, path, **options)
        except httpx.HTTPError as error:
            why = masked(str(error)) or type(error).__name__
            raise ToolError(f"no simulator at {self.url} ({why}); start one with `atlas-simulator serve`") from None
        if answer.is_error:
            raise ToolError(_sentence(answer))
        return answer


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise ToolError(
            f"{answer.request.url.path} answered {answer.status_code} without JSON; is it a simulator?"
        ) from None


def _sentence(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
    except ValueError:
        problem = answer.text[:300]
    allowed = problem.get("allowed") if isinstance(problem, dict) else None
    text = problem.get("error", problem) if isinstance(problem, dict) else problem
    more = f"; allowed: {', '.join(map(str, allowed))}" if allowed else ""
    return masked(f"{answer.request.method} {answer.request.url.path} answered {answer.status_code}: {text}{more}")
