"""A client of the Flow API as a lender's back end would write it: token, init, multiupload, poll, extracts."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import httpx


@cache
def certificates() -> ssl.SSLContext:
    """The system's certificates, read once: that takes longer than most calls, and each test has clients of its own."""
    return ssl.create_default_context()


class AtlasClient:
    """Speaks to any server of the API at `base_url`. Raises `httpx.HTTPStatusError` on an error answer."""

    def __init__(self, base_url: str, client_id: str = "demo", client_secret: str = "demo-secret") -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self._http = httpx.Client(base_url=base_url, timeout=30.0, trust_env=False, verify=certificates())
        self._token = ""

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> AtlasClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One call with the token, whatever the answer is."""
        headers = {"Token": self.token(), **options.pop("headers", {})}
        return self._http.request(method, path, headers=headers, **options)

    def forget_token(self) -> None:
        """Ask for a new token at the next call: the last may have expired, where simulated time was moved."""
        self._token = ""

    def token(self) -> str:
        if not self._token:
            answer = self._http.post(
                "/v3/verification/authtoken",
                headers={"Client-Id": self.client_id, "Client-Secret": self.client_secret},
            )
            self._token = answer.raise_for_status().json()["access_token"]
        return self._token

    def init(self, *, auth_url: str, callback_url: str, **more: Any) -> str:
        """A new flow; its `flow_uuid`."""
        body = {
            "product_type": "PROD_CDL",
            "application_id": "APP-1",
            "auth_url": auth_url,
            "callback_url": callback_url,
            **more,
        }
        return str(self._json("POST", "/v3/verification/flow/init", json=body)["flow_uuid"])

    def multiupload(self, flow_uuid: str, files: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
        """Upload by `(document_id, file_url)` pairs; one entry for each file."""
        items = [{"file_url": url, "document_id": document_id} for document_id, url in files]
        uploaded: list[dict[str, str]] = self._json(
            "POST", "/v3/verification/multiupload", json={"flow_uuid": flow_uuid, "file_urls": items}
        )
        return uploaded

    def status(self, flow_uuid: str) -> dict[str, str]:
        status: dict[str, str] = self._json("GET", "/v3/verification/status", params={"flow_uuid": flow_uuid})
        return status

    def extracts(self, flow_uuid: str) -> dict[str, Any]:
        extracts: dict[str, Any] = self._json("GET", "/v3/verification/extracts", params={"flow_uuid": flow_uuid})
        return extracts

    def wait(
        self,
        flow_uuid: str,
        *,
        seconds: float = 60.0,
        every: float = 0.05,
        seen: Callable[[dict[str, str]], None] = lambda status: None,
    ) -> dict[str, str]:
        """Poll until the master status is final. `seen` is told each answer. Raises TimeoutError with the last one."""
        deadline = time.monotonic() + seconds
        while True:
            status = self.status(flow_uuid)
            seen(status)
            if status["master_status"] in ("SUCCESS", "FAILED"):
                return status
            if time.monotonic() > deadline:
                raise TimeoutError(f"flow {flow_uuid} is not complete after {seconds:g} s: {status}")
            time.sleep(every)

    def _json(self, method: str, path: str, **options: Any) -> Any:
        return self.request(method, path, **options).raise_for_status().json()
