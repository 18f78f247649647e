"""Real pre-signed URLs of an S3-compatible server are fetched as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

boto3 = pytest.importorskip("boto3")
moto_server = pytest.importorskip("moto.server")


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """A client of a running S3-compatible server with one bucket."""
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="ap-south-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=boto3.session.Config(signature_version="s3v4"),
    )
    client.create_bucket(Bucket="scans", CreateBucketConfiguration={"LocationConstraint": "ap-south-1"})
    yield client
    server.stop()


@pytest.mark.parametrize("key", ["pan.pdf", "asha verma/pan + copy (1).pdf", "फ़ोटो/a&b=c%20d.png"])
def test_a_presigned_url_is_fetched_byte_for_byte_as_it_was_given(world: Any, bucket: Any, key: str) -> None:
    bucket.put_object(Bucket="scans", Key=key, Body=key.encode())
    url = bucket.generate_presigned_url("get_object", Params={"Bucket": "scans", "Key": key}, ExpiresIn=900)
    flow = world.init()
    world.atlas.multiupload(flow, [("1", url)])
    assert world.items(flow)["1"]["data"]["pan_number"]["value"] == "ABCPV1234K"
    (text,) = [each for each in world.show(flow)["timeline"] if each["state"] == "UPLOAD_SUCCESS"]
    assert text["size"] == len(key.encode())
    assert "X-Amz-Signature=***" in world.show(flow)["files"][0]["file_url"]


def test_an_object_that_is_not_there_fails_the_upload_in_the_storage_s_own_words(world: Any, bucket: Any) -> None:
    url = bucket.generate_presigned_url("get_object", Params={"Bucket": "scans", "Key": "none"}, ExpiresIn=900)
    flow = world.init()
    world.atlas.multiupload(flow, [("1", url)])
    assert world.atlas.wait(flow)["upload_status"] == "FAILED"
    problem = world.show(flow)["files"][0]["problem"]
    assert "answered 404" in problem and "NoSuchKey" in problem
