"""The tools: upload, watch and explain flows, set faults and the clock, read the journal, verify. Agents read the docstrings."""

from __future__ import annotations

import asyncio
import base64
import time
from typing import Annotated, Any, Literal
from urllib.parse import quote

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, Field

from simulator.mcp_server.calls import Calls

#: Real seconds between two looks at a flow, and the longest wait for one.
POLL, LONGEST_WAIT = 0.1, 110.0
#: How a delivery ends.
DELIVERY_ENDS = frozenset({"DELIVERED", "AUTH_FAILED", "CALLBACK_FAILED"})

Tenant = Annotated[str, Field(description="Client-Id; flows, faults and inbox of a tenant are apart from all others")]
FlowUuid = Annotated[str, Field(description="the flow_uuid that upload_flow gave")]


class Upload(BaseModel):
    """A document of a flow: exactly one of sample, text, content_base64 or url; or none, where the reading is given."""

    document_id: str = Field(description="the client's own id of the document")
    sample: str = Field("", description="name of a sample document, from list_samples")
    text: str = Field("", description="content of the file as text")
    content_base64: str = Field("", description="content of the file, base64")
    url: str = Field("", description="http(s) URL that the simulator fetches")


class Tools:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.all = (
            self.upload_flow,
            self.wait_for_flow,
            self.explain_flow,
            self.advance_flow,
            self.list_flows,
            self.received,
            self.set_faults,
            self.list_faults,
            self.remove_faults,
            self.fault_points,
            self.use_scenario,
            self.list_scenarios,
            self.show_scenario,
            self.clock,
            self.journal,
            self.verify,
            self.list_types,
            self.list_samples,
            self.reset,
        )

    async def upload_flow(
        self,
        documents: list[Upload],
        tenant: Tenant = "mcp",
        application_id: str = "MCP-1",
        product_type: str = "PROD_CDL",
    ) -> dict[str, Any]:
        """Open a flow as a client would (token, flow/init, multiupload) with the simulator's inbox as its receiver.

        Gives flow_uuid and the documents' file_uuids; it does not wait for the end: see wait_for_flow."""
        inbox = f"{await self._public_url()}/_sim/inbox/{_segment(tenant)}"
        flow = await self._calls.atlas(
            "POST",
            "flow/init",
            tenant,
            json={
                "product_type": product_type,
                "application_id": application_id,
                "auth_url": f"{inbox}/auth",
                "callback_url": inbox,
            },
        )
        files = [{"file_url": await self._url_of(each), "document_id": each.document_id} for each in documents]
        uploaded = await self._calls.atlas(
            "POST", "multiupload", tenant, json={"flow_uuid": flow["flow_uuid"], "file_urls": files}
        )
        return {"flow_uuid": flow["flow_uuid"], "tenant": tenant, "inbox": inbox, "files": uploaded}

    async def wait_for_flow(
        self, flow_uuid: FlowUuid, seconds: Annotated[float, Field(ge=0, le=LONGEST_WAIT)] = 60.0
    ) -> dict[str, Any]:
        """Watch a flow until its master status is final and nothing of it is on the way, or for so many real seconds.

        Gives the four statuses, each document's state, deliveries, and `settled`: whether the end was reached. A delivery that
        is tried again later, or a flow that is held (`waits_in`), ends the wait too: move the clock, or advance_flow."""
        end = time.monotonic() + seconds
        while True:
            flow = await self._calls.control("GET", f"flows/{_segment(flow_uuid)}")
            ended = (flow["status"] or {}).get("master_status") in ("SUCCESS", "FAILED")
            deliveries = flow["deliveries"]
            settled = ended and bool(deliveries) and all(each["state"] in DELIVERY_ENDS for each in deliveries)
            tried = ended and bool(deliveries) and all(each["attempts"] for each in deliveries)
            if settled or tried or flow["waits_in"] or time.monotonic() > end:
                keys = ("flow_uuid", "tenant", "status", "waits_in", "files", "deliveries", "cross_checks")
                return {"settled": settled, **{key: flow[key] for key in keys}}
            await asyncio.sleep(POLL)

    async def explain_flow(self, flow_uuid: FlowUuid) -> dict[str, Any]:
        """Everything about a flow: transitions in order, why documents failed, attempts of its callback, and what was read.

        `extracts` is the CallbackData as the client gets it, Aadhaar numbers masked. Pictures: see the resource
        atlas://documents/{file_uuid}/pages/{page}."""
        flow = await self._calls.control("GET", f"flows/{_segment(flow_uuid)}")
        extracts = await self._calls.atlas("GET", "extracts", flow["tenant"], params={"flow_uuid": flow_uuid})
        return {**flow, "extracts": extracts}

    async def advance_flow(self, flow_uuid: FlowUuid, to: str = "") -> dict[str, Any]:
        """Let a flow that is held (pace manual, or stuck) go on: one step, or to a stage, or to the end (`done`)."""
        return _dict(
            await self._calls.control("POST", f"flows/{_segment(flow_uuid)}/advance", {"to": to} if to else {})
        )

    async def list_flows(self, tenant: Tenant = "", application: str = "", limit: int = 20) -> dict[str, Any]:
        """The newest flows with their statuses."""
        return _dict(await self._calls.control("GET", "flows", tenant=tenant, application=application, limit=limit))

    async def received(self, tenant: Tenant = "mcp", step: Literal["callback", "auth", ""] = "") -> dict[str, Any]:
        """What came to the inbox of a tenant: auth calls and callbacks with headers and bodies, in order."""
        return _dict(await self._calls.control("GET", f"inbox/{_segment(tenant)}", step=step))

    async def set_faults(self, rules: list[dict[str, Any]], tenant: Tenant = "mcp") -> dict[str, Any]:
        """Put fault rules in force for a tenant, such as {"point": "download", "action": "expired", "document": "late",
        "times": 1}. fault_points lists points, actions and keys; without `times` a rule acts without end."""
        return _dict(await self._calls.control("POST", "faults", rules, tenant=tenant))

    async def list_faults(self, tenant: Tenant = "") -> dict[str, Any]:
        """The rules in force: how often each acted, or what came nearest."""
        return _dict(await self._calls.control("GET", "faults", tenant=tenant))

    async def remove_faults(self, tenant: Tenant = "mcp") -> dict[str, Any]:
        """Take all fault rules of a tenant out of force."""
        return _dict(await self._calls.control("DELETE", "faults", tenant=tenant))

    async def fault_points(self) -> dict[str, Any]:
        """Every point at which something can go wrong, its actions and keys, and the magic words for ids."""
        return _dict(await self._calls.control("GET", "faults/points"))

    async def use_scenario(self, name: str, tenant: Tenant = "mcp") -> dict[str, Any]:
        """Put a built-in scenario in force for a tenant: its readings, faults and pace. Then upload_flow with the document_ids
        of the scenario (without content where the reading is given), and hold the end against `expect`."""
        await self._calls.control("PUT", "scenario", {"name": name}, tenant=tenant)
        return _dict(await self._calls.control("GET", f"scenarios/{_segment(name)}"))

    async def list_scenarios(self) -> dict[str, Any]:
        """The built-in scenarios by name, each in a sentence."""
        return _dict(await self._calls.control("GET", "scenarios"))

    async def show_scenario(self, name: str) -> dict[str, Any]:
        """A built-in scenario: documents, readings, faults, and the end that it comes to (`expect`)."""
        return _dict(await self._calls.control("GET", f"scenarios/{_segment(name)}"))

    async def clock(self, advance: str = "", freeze: bool | None = None, tenant: Tenant = "mcp") -> dict[str, Any]:
        """Simulated time: shown, moved forward by a duration ("61m"), frozen or let go on. What falls due has happened when
        this answers: tokens and links expire, retries are made.
        It is the tenant's own time (empty: everyone's), and never goes back."""
        change = {"advance": advance} if advance else {}
        body = change | ({} if freeze is None else {"freeze": freeze})
        return _dict(await self._calls.control("POST" if body else "GET", "clock", body or None, tenant=tenant))

    async def journal(
        self,
        tenant: Tenant = "",
        kind: Literal["request", "download", "auth", "callback", ""] = "",
        flow: str = "",
        document: str = "",
        endpoint: str = "",
        limit: int = 50,
    ) -> dict[str, Any]:
        """What passed: requests of clients, downloads, auth calls and callbacks, in order, with the fault that acted."""
        return _dict(
            await self._calls.control(
                "GET", "journal", tenant=tenant, kind=kind, flow=flow, document=document, endpoint=endpoint, limit=limit
            )
        )

    async def verify(self, expectation: dict[str, Any], tenant: Tenant = "mcp") -> dict[str, Any]:
        """Hold the journal against an expectation such as {"kind": "callback", "flow": "…", "times": 1}. `ok` says whether it
        holds, `says` why not, `nearest` what came nearest. Keys: kind, endpoint, status, application, document, flow, batch,
        fault, files, body, times, at_least, at_most."""
        return _dict(await self._calls.control("POST", "verify", expectation, tenant=tenant))

    async def list_types(self, search: str = "") -> dict[str, Any]:
        """The document types that are recognised, with the names of their fields, and the products with cross-checks."""
        found = await self._calls.control("GET", "catalogue")
        types = [
            {"name": each["name"], "title": each["title"], "fields": [field["name"] for field in each["fields"]]}
            for each in found["types"]
            if search.lower() in f"{each['name']} {each['title']}".lower()
        ]
        return {"types": types, "products": [each["name"] for each in found["products"]]}

    async def list_samples(self, search: str = "") -> dict[str, Any]:
        """Sample documents that upload_flow can send, by name (TYPE/file); at most 200."""
        names = [each["name"] for each in (await self._calls.control("GET", "samples"))["samples"]]
        fitting = [name for name in names if search.lower() in name.lower()]
        return {"samples": fitting[:200], "fitting": len(fitting)}

    async def reset(self, tenant: Tenant) -> dict[str, Any]:
        """Forget everything of one tenant: flows, faults, scenario, journal, inbox."""
        if not tenant:
            raise ToolError("tenant: is empty; name the one to forget, others are left alone")
        return _dict(await self._calls.control("DELETE", "state", tenant=tenant))

    async def _url_of(self, upload: Upload) -> str:
        given = [name for name in ("sample", "text", "content_base64", "url") if getattr(upload, name)]
        if len(given) > 1:
            raise ToolError(f"document {upload.document_id!r}: {' and '.join(given)} are given; give one of them")
        if upload.url:
            return upload.url
        if upload.sample:
            return f"{await self._public_url()}/_sim/samples/{upload.sample}"
        try:
            content = base64.b64decode(upload.content_base64, validate=True)
        except ValueError as error:  # a wrong length or sign, or a text that is not of ASCII alone
            raise ToolError(f"document {upload.document_id!r}: content_base64: {error}") from None
        return await self._calls.keep_file(upload.document_id, content or (upload.text or upload.document_id).encode())

    async def _public_url(self) -> str:
        """The address under which the simulator reaches itself, as its own specification says."""
        document = await self._calls.control("GET", "openapi.json")
        return str(document["servers"][0]["url"]).rstrip("/")


def _segment(text: str) -> str:
    """One segment of a path, whatever characters are in it."""
    return quote(text, safe="")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {"result": value}
