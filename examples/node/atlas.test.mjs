// A lender's client against the simulator, with node:test and fetch: no package is needed (Node 18 and later).
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { beforeEach, afterEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

const SERVER = process.env.ATLAS_SIMULATOR_URL ?? "http://127.0.0.1:8642";
let tenant, token;

/** One call under the prefix that only the simulator has; it is about this test's tenant alone. */
async function control(method, path, body) {
  const answer = await fetch(`${SERVER}/_sim/${path}`, {
    method,
    headers: { "Client-Id": tenant, "Content-Type": "application/json" },
    body: body && (typeof body === "string" ? body : JSON.stringify(body)),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** One call of the API, as a client makes it. */
async function atlas(method, path, body) {
  const answer = await fetch(`${SERVER}/v3/verification/${path}`, {
    method,
    headers: { Token: token, "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

async function flowOf(...documents) {
  const inbox = `${SERVER}/_sim/inbox/${tenant}`;
  const { flow_uuid } = await atlas("POST", "flow/init", {
    product_type: "PROD_CDL",
    application_id: "APP-1",
    auth_url: `${inbox}/auth`,
    callback_url: inbox,
  });
  const file_urls = [];
  for (const document_id of documents) {
    const { file_url } = await control("PUT", `files/${document_id}`, "any bytes");
    file_urls.push({ file_url, document_id });
  }
  await atlas("POST", "multiupload", { flow_uuid, file_urls });
  return flow_uuid;
}

async function ended(flow) {
  for (;;) {
    const { master_status } = await atlas("GET", `status?flow_uuid=${flow}`);
    if (master_status === "SUCCESS" || master_status === "FAILED") return master_status;
    await pause(5);
  }
}

const callbacks = async () => (await control("GET", `inbox/${tenant}?step=callback`)).received.map((each) => each.body);

beforeEach(async () => {
  tenant = `node-${randomUUID()}`;
  const answer = await fetch(`${SERVER}/v3/verification/authtoken`, {
    method: "POST",
    headers: { "Client-Id": tenant, "Client-Secret": "any" },
  });
  token = (await answer.json()).access_token;
  await control("POST", "scenario/canned", {
    canned: [{ document_id: "*", document_type: "PAN", fields: { pan_number: "ABCPV1234K" } }],
  });
});

afterEach(() => control("DELETE", "state"));

test("a document is read and delivered", { timeout: 60_000 }, async () => {
  assert.equal(await ended(await flowOf("pan")), "SUCCESS");
  let received;
  while ((received = await callbacks()).length === 0) await pause(5);
  assert.equal(received[0].ocr_data[0].data.pan_number.value, "ABCPV1234K");
});

test("an expired link fails the flow", { timeout: 60_000 }, async () => {
  await control("POST", "faults", { point: "download", action: "expired", document: "late" });
  assert.equal(await ended(await flowOf("pan", "late")), "FAILED");
});

test("a late callback comes when its time has come", { timeout: 60_000 }, async () => {
  await control("POST", "faults", { point: "callback", action: "delay", delay: "30m" });
  await ended(await flowOf("pan"));
  assert.deepEqual(await callbacks(), []);
  await control("POST", "clock", { advance: "31m" });
  assert.equal((await callbacks()).length, 1);
});
