"""A whole simulator in this thread, spoken to without a port: for tests of what the calls answer, not of the wire.

Files, callbacks and auth calls that lead to the simulator's own `/_sim` are answered inside, as they always are, so that a
flow runs from upload to delivered callback without a socket. Between two calls nothing happens: what is due follows with
`settle`.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any

import httpx

from simulator.app import create_app
from simulator.control.upstream.drift import Specification
from simulator.core import Core
from simulator.settings import load

PORT = 8642
URL = f"http://127.0.0.1:{PORT}"
INBOX = f"{URL}/_sim/inbox/mine"
#: Every document is this one, so that no engine runs.
PAN = {"document_id": "*", "document_type": "PAN", "fields": {"name_as_per_pan": "ASHA VERMA", "dob": "14/11/1998"}}


class InProcess:
    """`with InProcess() as sim`: its calls are those of the tenant `t`, unless a call names another.

    With `described`, every answer under `/_sim` has to be one that the specification describes.
    """

    def __init__(self, tenant: str = "t", *, described: bool = False, **settings: Any) -> None:
        self.tenant = tenant
        self._described = described
        self._specification: Specification | None = None
        chosen = {"port": PORT, "workers": 1, "ephemeral": True, "callback_backoff": 60, **settings}
        self.settings = load(chosen, environment={})
        self._loop = asyncio.new_event_loop()
        self._closing = AsyncExitStack()
        self._app = create_app(self.settings)

    def __enter__(self) -> InProcess:
        self._run(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._run(self._closing.aclose())
        self._run(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _open(self) -> None:
        await self._closing.enter_async_context(self._app.router.lifespan_context(self._app))
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        self._http = await self._closing.enter_async_context(httpx.AsyncClient(transport=transport, base_url=URL))

    def _run(self, work: Any) -> Any:
        return self._loop.run_until_complete(work)

    @property
    def core(self) -> Core:
        core: Core = self._app.state.core
        return core

    def run(self, work: Any) -> Any:
        """What a coroutine of the simulator's own gives."""
        return self._run(work)

    # Calls

    def call(self, method: str, path: str, *, tenant: str | None = None, **options: Any) -> httpx.Response:
        """One call. A `tenant` of "" speaks for nobody; a body as `json` or `content`."""
        whose = self.tenant if tenant is None else tenant
        headers = {**({"Client-Id": whose} if whose else {}), **options.pop("headers", {})}
        response: httpx.Response = self._run(self._http.request(method, path, headers=headers, **options))
        if self._described and response.request.url.path.startswith("/_sim/"):
            self._hold(response)
        return response

    def _hold(self, response: httpx.Response) -> None:
        """An answer against what the specification says of its call."""
        if self._specification is None:
            document = self._run(self._http.get("/_sim/openapi.json?part=all&answers=exact")).json()
            self._specification = Specification(document)
        asked = response.request
        found = self._specification.drift(asked.method, asked.url.path, response.status_code, response.content)
        # An answer that is put together by hand is described by some of its keys.
        drift = [each for each in found if " is a new key: " not in each]
        assert not drift, f"{asked.method} {asked.url.path} differs from its description: {drift}"

    def get(self, path: str, **options: Any) -> Any:
        return self._json("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._json("POST", path, json={} if body is None else body, **options)

    def put(self, path: str, body: Any, **options: Any) -> Any:
        return self._json("PUT", path, json=body, **options)

    def delete(self, path: str, **options: Any) -> Any:
        return self._json("DELETE", path, **options)

    def _json(self, method: str, path: str, **options: Any) -> Any:
        answer = self.call(method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def refused(self, method: str, path: str, status: int = 422, **options: Any) -> Any:
        """The body of an answer that has to be an error."""
        answer = self.call(method, path, **options)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    # A client's work

    def token(self, tenant: str | None = None) -> str:
        whose = self.tenant if tenant is None else tenant
        headers = {"Client-Id": whose, "Client-Secret": "any"}
        return str(self.post("/v3/verification/authtoken", headers=headers)["access_token"])

    def atlas(self, method: str, path: str, *, tenant: str | None = None, **options: Any) -> httpx.Response:
        """A call of Atlas's with a token: `path` behind `/v3/verification/`."""
        headers = {"Token": self.token(tenant)}
        return self.call(method, f"/v3/verification/{path}", tenant="", headers=headers, **options)

    def given(self, *readings: Any) -> None:
        """Give these readings instead of reading; by default every document is a PAN."""
        self.put("/_sim/scenario", {"scenario": {"canned": list(readings) or [PAN]}})

    def init(self, *, tenant: str | None = None, **more: Any) -> str:
        """A new flow whose callback comes to the inbox `mine`."""
        body = {
            "product_type": "PROD_CDL",
            "application_id": "APP-1",
            "auth_url": f"{INBOX}/auth",
            "callback_url": INBOX,
            **more,
        }
        answer = self.atlas("POST", "flow/init", tenant=tenant, json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["flow_uuid"])

    def upload(self, flow: str, *document_ids: str, tenant: str | None = None) -> list[dict[str, str]]:
        files = []
        for each in document_ids:
            stored = self.call("PUT", "/_sim/files/one.png", content=each.encode(), tenant=tenant).json()
            files.append({"file_url": stored["file_url"], "document_id": each})
        answer = self.atlas("POST", "multiupload", tenant=tenant, json={"flow_uuid": flow, "file_urls": files})
        assert answer.status_code == 201, answer.text
        uploaded: list[dict[str, str]] = answer.json()
        return uploaded

    def flow(self, *document_ids: str, **more: Any) -> str:
        """A flow with these documents, uploaded and settled; its `flow_uuid`."""
        flow = self.init(**more)
        self.upload(flow, *(document_ids or ("1",)))
        self.settle()
        return flow

    def settle(self) -> None:
        """Until everything that is due has happened."""
        assert self.post("/_sim/clock", {"advance": 0}, tenant="")["settled"]

    def advance(self, length: str) -> None:
        assert self.post("/_sim/clock", {"advance": length}, tenant="")["settled"]
