"""A flow as the curl commands that would bring it about again."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence

import msgspec

from simulator.flows.model import File, Flow
from simulator.flows.server_base_urls import ServerBaseUrls
from simulator.masking import masked

_API = "/v3/verification"


def as_curl(base: str, base_urls: ServerBaseUrls, flow: Flow, files: Sequence[File]) -> str:
    """Token, init, multiupload, status and extracts. Links that are not the simulator's own come without their
    secrets. `base` is how the one who looks at them reaches the simulator."""
    init = {
        "product_type": flow.product_type,
        "application_id": flow.application_id,
        "auth_url": flow.auth_url,
        "callback_url": flow.callback_url,
        "flow_params": msgspec.Raw(flow.flow_params.encode()),
    }
    uploaded = [{"file_url": _link(base_urls, file.file_url), "document_id": file.document_id} for file in files]
    lines = [
        f"ATLAS={shlex.quote(base)}",
        f"TOKEN=$(curl -s -X POST $ATLAS{_API}/authtoken -H {shlex.quote(f'Client-Id: {flow.tenant}')}"
        " -H 'Client-Secret: SECRET' | jq -r .access_token)",
        f"FLOW=$(curl -s $ATLAS{_API}/flow/init -H \"Token: $TOKEN\" -H 'Content-Type: application/json' \\\n"
        f"  -d {shlex.quote(msgspec.json.encode(init).decode())} | jq -r .flow_uuid)",
    ]
    if uploaded:
        rest = shlex.quote('", "file_urls": ' + json.dumps(uploaded, ensure_ascii=False) + "}")
        lines.append(
            f"curl -s $ATLAS{_API}/multiupload -H \"Token: $TOKEN\" -H 'Content-Type: application/json' \\\n"
            f'  -d \'{{"flow_uuid": "\'"$FLOW"{rest}'
        )
    lines += [f'curl -s "$ATLAS{_API}/{each}?flow_uuid=$FLOW" -H "Token: $TOKEN"' for each in ("status", "extracts")]
    return "\n".join(lines) + "\n"


def _link(base_urls: ServerBaseUrls, url: str) -> str:
    return url if base_urls.own_path_of(url) else masked(url)
