"""The MCP server: tools, and resources for the contract, the guide and pictures of documents."""

from __future__ import annotations

import inspect

from mcp.server import MCPServer

from simulator import __version__
from simulator.mcp_server.calls import Calls
from simulator.mcp_server.tools import Tools

INSTRUCTIONS = (
    "A local stand-in for the Atlas document-verification API. Bring a state about (use_scenario or set_faults), upload_flow,"
    " wait_for_flow, then verify against the journal. Choose a tenant of your own so that nobody else is disturbed. Retries and"
    " expiry follow simulated time: move it with clock. The resource atlas://guide says the rest in one page."
)


def build(calls: Calls) -> MCPServer:
    """The server with its tools and resources, which all speak to the simulator of `calls`."""
    server = MCPServer(
        "atlas-simulator",
        title="Atlas simulator",
        instructions=INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
        subscriptions=False,
    )
    for tool in Tools(calls).all:
        server.add_tool(tool, description=inspect.cleandoc(tool.__doc__ or ""))

    @server.resource("atlas://contract", name="contract", mime_type="application/json")
    async def contract() -> str:
        """The whole API as OpenAPI 3.1, made from the code that answers."""
        return (await calls.raw("/_sim/openapi.json?part=all")).decode()

    @server.resource("atlas://guide", name="guide", mime_type="text/markdown")
    async def guide() -> str:
        """How to test against the simulator, in one page."""
        return (await calls.raw("/llms.txt")).decode()

    @server.resource("atlas://documents/{file_uuid}/pages/{page}", name="picture", mime_type="image/jpeg")
    async def picture(file_uuid: str, page: str) -> bytes:
        """The picture of one page of a document, pages from 1, Aadhaar numbers blacked out."""
        return await calls.raw(f"/_sim/ui/documents/{file_uuid}/pages/{page}.jpg?width=1200")

    return server
