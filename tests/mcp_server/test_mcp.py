"""An agent that knows nothing but MCP tests against the simulator: by HTTP at /_sim/mcp, and by stdio."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import uuid
from typing import Any

import httpx
import pytest

mcp = pytest.importorskip("mcp")


async def use(client: Any, tool: str, **arguments: Any) -> Any:
    """What a tool gives. Fails with its text where it says that it failed."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content[0].text
    return json.loads(result.content[0].text)


async def bring_about_expired_link(client: Any, tenant: str) -> None:
    """By what the tools say alone: choose the scenario, upload its documents, wait, verify its end."""
    named = [each["name"] for each in (await use(client, "list_scenarios"))["scenarios"]]
    assert "expired-link" in named
    scenario = await use(client, "use_scenario", name="expired-link", tenant=tenant)
    documents = [{"document_id": each["document_id"]} for each in scenario["documents"]]
    flow = (await use(client, "upload_flow", documents=documents, tenant=tenant))["flow_uuid"]
    watched = await use(client, "wait_for_flow", flow_uuid=flow)
    expect = scenario["expect"]
    assert watched["settled"] and {key: watched["status"][key] for key in expect["status"]} == expect["status"]
    explained = await use(client, "explain_flow", flow_uuid=flow)
    items = {each["document_id"]: each["data"] for each in explained["extracts"]["ocr_data"]}
    for document_id, wanted in expect["documents"].items():
        assert (document_id in items) is wanted.get("present", True)
    assert items["pan"]["document_type"] == "PAN"
    (late,) = (each for each in explained["files"] if each["document_id"] == "late")
    assert late["state"] == "UPLOAD_FAILED" and "expired" in late["problem"].lower()
    callbacks = {"kind": "callback", "flow": flow, "status": 200, "times": expect["callbacks"]}
    assert (await use(client, "verify", expectation=callbacks, tenant=tenant))["ok"]
    wrong = await use(client, "verify", expectation={**callbacks, "times": 7}, tenant=tenant)
    assert not wrong["ok"] and wrong["says"]
    assert len((await use(client, "received", tenant=tenant, step="callback"))["received"]) == 1


def name() -> str:
    return f"mcp-{uuid.uuid4().hex[:8]}"


def test_an_agent_brings_about_and_verifies_an_expired_link_by_http(server) -> None:
    async def act() -> None:
        async with mcp.Client(f"{server.url}/_sim/mcp") as client:
            await bring_about_expired_link(client, name())

    asyncio.run(act())


def test_an_agent_brings_about_and_verifies_an_expired_link_by_stdio(server) -> None:
    async def act() -> None:
        command = mcp.StdioServerParameters(
            command=sys.executable, args=["-m", "simulator", "mcp", "--server", server.url]
        )
        async with mcp.Client(command) as client:
            await bring_about_expired_link(client, name())

    asyncio.run(act())


def test_faults_clock_and_types_are_reached(server) -> None:
    async def act() -> None:
        async with mcp.Client(f"{server.url}/_sim/mcp") as client:
            tenant = name()
            points = await use(client, "fault_points")
            assert "callback" in [each["point"] for each in points["points"]]
            rule = {"point": "callback", "action": "fail", "times": 1}
            await use(client, "set_faults", rules=[rule], tenant=tenant)
            text = base64.b64encode(b"no document").decode()
            documents = [{"document_id": "odd", "content_base64": text}]
            flow = (await use(client, "upload_flow", documents=documents, tenant=tenant))["flow_uuid"]
            await use(client, "wait_for_flow", flow_uuid=flow)
            assert (await use(client, "clock", advance="1m", tenant=tenant))["settled"]
            after = await use(client, "wait_for_flow", flow_uuid=flow)
            assert after["settled"] and [each["state"] for each in after["deliveries"]] == ["DELIVERED"]
            (file,) = after["files"]
            assert (file["error_code"], file["document_id"]) == ("INVALID_DOC", "odd")
            acted = (await use(client, "list_faults", tenant=tenant))["faults"]
            assert [each["hits"] for each in acted if each["tenant"] == tenant] == [1]
            entries = (await use(client, "journal", tenant=tenant, kind="callback", flow=flow))["entries"]
            assert [each["status"] for each in entries] == [500, 200]
            await use(client, "remove_faults", tenant=tenant)
            types = await use(client, "list_types", search="invoice")
            assert "INVOICE" in [each["name"] for each in types["types"]]
            assert (await use(client, "list_flows", tenant=tenant))["flows"][0]["flow_uuid"] == flow
            await use(client, "reset", tenant=tenant)
            assert (await use(client, "list_flows", tenant=tenant))["flows"] == []

    asyncio.run(act())


def test_pictures_and_the_contract_are_resources_with_the_aadhaar_number_masked(server, sample_docs) -> None:
    path = next((sample_docs / "AADHAAR").glob("both-sides-1-clean.*[gp]"))
    number = json.loads(path.with_suffix(".json").read_text())["fields"]["aadhaar_number"]

    async def act() -> None:
        async with mcp.Client(f"{server.url}/_sim/mcp") as client:
            tenant = name()
            documents = [{"document_id": "a", "sample": f"AADHAAR/{path.name}"}]
            flow = (await use(client, "upload_flow", documents=documents, tenant=tenant))["flow_uuid"]
            (file,) = (await use(client, "wait_for_flow", flow_uuid=flow))["files"]
            picture = await client.read_resource(f"atlas://documents/{file['file_uuid']}/pages/1")
            assert base64.b64decode(picture.contents[0].blob).startswith(b"\xff\xd8\xff")
            explained = json.dumps(await use(client, "explain_flow", flow_uuid=flow))
            assert (
                "aadhaar_number" in explained and number not in explained and number.replace(" ", "") not in explained
            )
            contract = json.loads((await client.read_resource("atlas://contract")).contents[0].text)
            assert "/v3/verification/multiupload" in contract["paths"]
            assert "A test in four steps" in (await client.read_resource("atlas://guide")).contents[0].text

    asyncio.run(act())


def test_an_error_says_what_is_wrong_and_what_is_allowed(server) -> None:
    async def act() -> None:
        async with mcp.Client(f"{server.url}/_sim/mcp") as client:
            result = await client.call_tool("set_faults", {"rules": [{"point": "callbak", "action": "fail"}]})
            assert result.is_error and "'callbak'" in result.content[0].text and "callback" in result.content[0].text
            twice = {"documents": [{"document_id": "x", "text": "a", "sample": "b"}]}
            result = await client.call_tool("upload_flow", twice)
            assert result.is_error and "give one of them" in result.content[0].text
            result = await client.call_tool("explain_flow", {"flow_uuid": "../../etc"})
            assert result.is_error and "404" in result.content[0].text

    asyncio.run(act())


def test_mcp_is_guarded_as_everything_under_sim(start) -> None:
    from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

    server = start(ui_password="let me in")
    url = f"{server.url}/_sim/mcp"
    ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(url, json=ask, headers=headers).status_code == 401
    allowed = {**headers, "Host": "evil.example"}
    assert httpx.post(url, json=ask, headers=allowed, auth=("x", "let me in")).status_code == 403
    foreign = {**headers, "Origin": "http://evil.example"}
    assert httpx.post(url, json=ask, headers=foreign, auth=("x", "let me in")).status_code == 403
    assert httpx.get(url, headers=headers, auth=("x", "let me in")).status_code == 405

    async def act() -> None:
        basic = base64.b64encode(b"x:let me in").decode()
        http = create_mcp_http_client(headers={"Authorization": f"Basic {basic}"})
        async with http, mcp.Client(streamable_http_client(url, http_client=http)) as client:
            await bring_about_expired_link(client, name())

    asyncio.run(act())


def test_the_guide_names_this_server_and_only_tools_that_there_are(server) -> None:
    text = httpx.get(f"{server.url}/llms.txt").text
    assert text.startswith("# Atlas simulator") and f"{server.url}/_sim/mcp" in text and "8642" not in text
    assert httpx.get(f"{server.url}/_sim/SKILL.md").text.startswith("---\nname: atlas-simulator\n")

    async def act() -> list[str]:
        async with mcp.Client(f"{server.url}/_sim/mcp") as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    import re

    tools = asyncio.run(act())
    named = set(re.findall(r"`([a-z]+_[a-z_]+)`", text)) - {
        *("callback_url", "auth_url", "upload_status", "processing_status", "crossheck_status", "master_status"),
        *("application_id", "ocr_data"),
    }
    assert named and named <= set(tools)
