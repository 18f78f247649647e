// Runs against the simulator that ATLAS_SIMULATOR_URL names, or in a container where there is an engine.
import assert from "node:assert/strict";
import { test } from "node:test";
import { environmentOf, startAtlas } from "./atlas.mjs";

test("settings are variables of the container", () => {
  const settings = { pace: "realistic", strict: true, maxPages: 3, allow_host: ["a", "b"] };
  assert.deepEqual(environmentOf(settings), {
    ATLAS_SIM_PACE: "realistic",
    ATLAS_SIM_STRICT: "yes",
    ATLAS_SIM_MAX_PAGES: "3",
    ATLAS_SIM_ALLOW_HOST: "a,b",
  });
});

test("a token is got from a simulator that is ready", async () => {
  const atlas = await startAtlas();
  try {
    const headers = { "Client-Id": "node", "Client-Secret": "any" };
    const answer = await fetch(`${atlas.url}/v3/verification/authtoken`, { method: "POST", headers });
    assert.equal(answer.status, 201);
    assert.ok((await answer.json()).access_token);
  } finally {
    await atlas.stop();
  }
});

test("a simulator that does not come is said to be none", async () => {
  const before = process.env.ATLAS_SIMULATOR_URL;
  process.env.ATLAS_SIMULATOR_URL = "http://127.0.0.1:9";
  try {
    await assert.rejects(startAtlas({ seconds: 0.1 }), /127.0.0.1:9 is not ready after 0.1 s/);
  } finally {
    if (before === undefined) delete process.env.ATLAS_SIMULATOR_URL;
    else process.env.ATLAS_SIMULATOR_URL = before;
  }
});
