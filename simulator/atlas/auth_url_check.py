"""Calling a flow's auth_url while an upload is accepted, where the settings want it (contract, section 15, row 24)."""

from __future__ import annotations

from simulator.atlas.errors import ApiError
from simulator.flows.model import Flow
from simulator.pipeline.fault_injection import FaultInjector


async def check_auth_url(fault_injector: FaultInjector, flow: Flow) -> None:
    """Raises 422 where the URL gives no token."""
    attempt, token = await fault_injector.fetch_token(flow)
    if not token:
        text = attempt.problem or f"answered {attempt.status}"
        raise ApiError(422, f"Could not reach the authentication URL you configured: {flow.auth_url}: {text}")
