// One flow by a client that is generated from the specification, and a document's data read by its type.
import createClient from "openapi-fetch";
import * as documented from "./answers.js";
import type { components, paths } from "./atlas.js";

type OcrItem = components["schemas"]["OcrItem"];

const [url, sample] = process.argv.slice(2) as [string, string];

function expect<Value>(value: Value | undefined, error: unknown): Value {
  if (value === undefined) throw new Error(JSON.stringify(error));
  return value;
}

/** What a client of ours does with a document: the type's own fields, each with its own type. */
function amount(item: OcrItem): string {
  const { data } = item;
  if (data.document_type === "INVOICE") {
    const numbers: string[] = data.imei_number?.value ?? [];
    return `${data.total_invoice_amount?.value ?? ""}${numbers.join()}`;
  }
  if (data.document_type === "IMEI_CLOSEUP_IMAGE") return (data.price?.value ?? 0).toFixed(2);
  if (data.document_type === "AADHAAR") return data.formatted_address?.postcode.value ?? "";
  return item.error_code;
}

const written: OcrItem = {
  data: { document_type: "IMEI_CLOSEUP_IMAGE", price: { value: 30000, confidence_score: 0 } },
  document_id: "1",
  error_code: "",
  error_reason: "",
};
if (amount(written) !== "30000.00") throw new Error(amount(written));

const anonymous = createClient<paths>({ baseUrl: url });
const account = { "Client-Id": "generated-ts", "Client-Secret": "any" };
const token = await anonymous.POST("/v3/verification/authtoken", { params: { header: account } });
const client = createClient<paths>({ baseUrl: url, headers: { Token: expect(token.data, token.error).access_token } });

const inbox = `${url}/_sim/inbox/generated-ts`;
const flow = await client.POST("/v3/verification/flow/init", {
  body: { product_type: "PROD_CDL", application_id: "1", auth_url: `${inbox}/auth`, callback_url: inbox, flow_params: { branch: "7" } },
});
const { flow_uuid } = expect(flow.data, flow.error);
const upload = await client.POST("/v3/verification/multiupload", {
  body: { flow_uuid, file_urls: [{ file_url: sample, document_id: "7" }] },
});
const uploaded = expect(upload.data, upload.error);
if (!Array.isArray(uploaded) || uploaded[0]?.document_id !== "7") throw new Error(JSON.stringify(uploaded));

for (let done = false; !done; ) {
  const status = await client.GET("/v3/verification/status", { params: { query: { flow_uuid } } });
  const { master_status } = expect(status.data, status.error);
  done = master_status === "SUCCESS" || master_status === "FAILED";
  if (!done) await new Promise((resolve) => setTimeout(resolve, 50));
}
const extracts = await client.GET("/v3/verification/extracts", { params: { query: { flow_uuid } } });
const result = expect(extracts.data, extracts.error);
if (result.flow_uuid !== flow_uuid || result.ocr_data[0]?.document_id !== "7") throw new Error(JSON.stringify(result));
result.ocr_data.map(amount);

const unknown = await client.GET("/v3/verification/status", { params: { query: { flow_uuid: "none" } } });
if (unknown.error?.error !== "Flow not found") throw new Error(JSON.stringify(unknown));

// Every documented answer goes through the client: it was compiled as a literal, and is read here as any other.
let taken = 0;
for (const body of Object.values(documented)) {
  const answer = createClient<paths>({ baseUrl: url, fetch: async () => Response.json(body) });
  const { data } = await answer.GET("/v3/verification/extracts", { params: { query: { flow_uuid } } });
  for (const item of data?.ocr_data ?? []) amount(item);
  taken += 1;
}
console.log(`${taken} documented answers taken`);
