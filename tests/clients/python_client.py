"""Run by the test with a generated client on the path: one flow, one batch, one match, then every documented answer.

Arguments: the server's URL, the link of a document, the file of documented answers.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from pathlib import Path

import httpx
from generated import AuthenticatedClient, Client, models
from generated import api as packages

URL, SAMPLE, ANSWERS = sys.argv[1:]
FOLDER = Path(packages.__file__).parent


def operation(name):
    """The module of an operation, whatever group it is in."""
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().replace("v1", "v1")
    (found,) = [path for path in FOLDER.glob("*/*.py") if path.stem.replace("_", "") == snake.replace("_", "")]
    return importlib.import_module(f"generated.api.{found.parent.name}.{found.stem}")


def plain(value):
    return [each.to_dict() for each in value] if isinstance(value, list) else value.to_dict()


def run_a_flow(anonymous):
    token = operation("createToken").sync(client=anonymous, client_id="generated", client_secret="any")
    assert isinstance(token, models.AccessToken), token
    client = AuthenticatedClient(
        base_url=URL, token=token.access_token, prefix="", auth_header_name="Token", httpx_args={"trust_env": False}
    )
    body = models.InitFlowRequest(
        product_type="PROD_CDL",
        application_id="1",
        auth_url=f"{URL}/_sim/inbox/generated/auth",
        callback_url=f"{URL}/_sim/inbox/generated",
    )
    flow = operation("initFlow").sync(client=client, body=body)
    assert isinstance(flow, models.FlowCreated), flow
    files = [models.FileToUpload(file_url=SAMPLE, document_id="7")]
    uploaded = operation("uploadDocuments").sync(
        client=client, body=models.UploadRequest(flow_uuid=flow.flow_uuid, file_urls=files)
    )
    assert [each.document_id for each in uploaded] == ["7"]
    while operation("getStatus").sync(client=client, flow_uuid=flow.flow_uuid).master_status not in (
        "SUCCESS",
        "FAILED",
    ):
        time.sleep(0.05)
    extracts = operation("getExtracts").sync(client=client, flow_uuid=flow.flow_uuid)
    assert extracts.flow_uuid == flow.flow_uuid and extracts.ocr_data[0].document_id == "7", extracts
    batch = operation("uploadDocstreamDocuments").sync(
        client=client, body=models.UploadBatchRequest(product_type="LOAN_APP", file_urls=files)
    )
    page = operation("getDocstreamExtracts").sync(client=client, batch_id=batch.batch_id, page=1)
    assert page.total_items == 1 and page.per_page == 50
    unknown = operation("getStatus").sync(client=client, flow_uuid="none")
    assert isinstance(unknown, models.Error) and unknown.error == "Flow not found"


def parse_what_is_documented(client):
    kinds = set()
    answers = json.loads(Path(ANSWERS).read_text(encoding="utf-8"))
    for each in answers:
        parsed = operation(each["operation"])._parse_response(
            client=client, response=httpx.Response(each["status"], json=each["body"])
        )
        assert parsed is not None and plain(parsed) == each["body"], each
        kinds |= {type(item.data).__name__ for item in getattr(parsed, "ocr_data", [])}
    assert kinds == {"Invoice", "ImeiCloseupImage", "AssetOpenBoxImage", "Aadhaar", "Pan", "OtherDocument"}, kinds
    return len(answers)


anonymous = Client(base_url=URL, httpx_args={"trust_env": False}, raise_on_unexpected_status=True)
run_a_flow(anonymous)
print(parse_what_is_documented(anonymous), "documented answers parsed")
