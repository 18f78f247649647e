// The specification's page: authorise once, try a call, copy it, and find one.
import { atlas, base, say } from "./api.js";
import { asCode } from "./snippets.js";

/** What answers named last, to be filled in where the next calls ask for it; kept for this browser tab. */
const REMEMBERED = ["flow_uuid", "flow_id", "batch_id"];
const recall = (name) => sessionStorage.getItem(`docs-${name}`) ?? "";
const remember = (name, value) => sessionStorage.setItem(`docs-${name}`, value);

export function begin() {
  const page = document.querySelector("[data-docs]:not([data-ready])");
  if (!page) return;
  page.dataset.ready = "yes";
  const authorised = page.querySelector("[data-authorise]");
  for (const name of ["client", "secret", "token"]) authorised.elements[name].value = recall(name) || authorised.elements[name].value;
  authorised.addEventListener("submit", (event) => { event.preventDefault(); authorise(page); });
  authorised.addEventListener("input", () => keep(page));
  for (const form of page.querySelectorAll(".operation form")) {
    form.addEventListener("submit", (event) => { event.preventDefault(); send(page, form); });
    for (const button of form.querySelectorAll("[data-snippet]")) button.addEventListener("click", () => copy(page, form, button.dataset.snippet));
    form.elements.file?.addEventListener("change", (event) => { form.querySelector("[data-file]").textContent = event.target.files[0]?.name ?? ""; });
  }
  page.querySelector("#find").addEventListener("input", (event) => find(page, event.target.value));
  addEventListener("hashchange", reveal);
  fillSamples(page);
  keep(page);
  for (const name of REMEMBERED) if (recall(name)) fill(page, name, recall(name));
  reveal();
}

/** A link to a call or a schema opens it, and the group that it is in. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let each = target; each; each = each.parentElement?.closest("details")) if (each.tagName === "DETAILS") each.open = true;
  target?.scrollIntoView();
}

async function authorise(page) {
  const form = page.querySelector("[data-authorise]").elements;
  const headers = { "Client-Id": form.client.value, "Client-Secret": form.secret.value };
  const answer = await fetch(`${atlas}/v3/verification/authtoken`, { method: "POST", headers });
  const told = await answer.json();
  if (!answer.ok) return say(told.error ?? `The simulator answered ${answer.status}.`, true);
  form.token.value = told.access_token;
  keep(page);
}

/** Remember who is authorised, and say so. */
function keep(page) {
  const form = page.querySelector("[data-authorise]");
  for (const name of ["client", "secret", "token"]) remember(name, form.elements[name].value);
  const state = form.querySelector("[data-state]");
  state.textContent = form.elements.token.value ? `authorised as ${form.elements.client.value}` : "not authorised";
  state.className = `pill ${form.elements.token.value ? "good" : "quiet"}`;
}

/** Example bodies name documents and receivers that are there: a sample of this server, an inbox of its own. */
function fillSamples(page) {
  const { sample, public: url } = page.dataset;
  const inbox = `${url}/_sim/inbox/docs`;
  for (const area of page.querySelectorAll("textarea")) {
    if (sample) area.value = area.value.replace(/"https:\/\/bucket\.example\/[^"]*"/g, JSON.stringify(sample));
    area.value = area.value.replace(/"(auth_url|auth_token_url)": "https:[^"]*"/g, `"$1": "${inbox}/auth"`);
    area.value = area.value.replace(/"(callback_url)": "https:[^"]*"/g, `"$1": "${inbox}"`);
  }
}

/** Fill a value in wherever a call asks for it: parameters of its name, and members of example bodies. */
function fill(page, name, value) {
  for (const input of page.querySelectorAll(`.operation input[name="${name}"]`)) input.value = value;
  for (const area of page.querySelectorAll("textarea")) {
    area.value = area.value.replace(new RegExp(`("${name}": )"[^"]*"`), (_, key) => key + JSON.stringify(value));
  }
}

/** The call that a form stands for: method, absolute URL, headers, body. */
function request(page, form) {
  const call = JSON.parse(form.closest("[data-call]").dataset.call);
  const as = page.querySelector("[data-authorise]").elements;
  const credentials = { Token: as.token, "Client-Id": as.client, "Client-Secret": as.secret, client_id: as.client, client_secret: as.secret };
  const headers = Object.fromEntries(call.headers.map((name) => [name, credentials[name].value]));
  const query = new URLSearchParams();
  let path = call.path;
  for (const input of form.querySelectorAll("[data-in]")) {
    if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value).replaceAll("%2F", "/"));
    else if (input.value && input.dataset.in === "query") query.set(input.name, input.value);
    else if (input.value) headers[input.name] = input.value;
  }
  const body = form.elements.body?.value;
  const file = form.elements.file?.files[0];
  if (body) headers["Content-Type"] = "application/json";
  const url = location.origin + atlas + path + (query.size ? `?${query}` : "");
  return { method: call.method, url, headers, body: body || undefined, file };
}

async function send(page, form) {
  const { method, url, headers, body, file } = request(page, form);
  const shown = form.querySelector("[data-answer]");
  const [status, time, body_, headers_] = ["status", "time", "body", "headers"].map((name) => shown.querySelector(`[data-${name}]`));
  const began = performance.now();
  status.textContent = "…";
  status.className = "pill run";
  shown.hidden = false;
  time.textContent = body_.textContent = headers_.textContent = "";
  let answer, text;
  try {
    answer = await fetch(url, { method, headers, body: file ?? body });
    // A stream has no end to wait for.
    text = answer.headers.get("content-type")?.startsWith("text/event-stream") ? "(a stream: open it in a tab of its own)" : await answer.text();
  } catch (error) {
    status.textContent = "no answer";
    status.className = "pill bad";
    body_.textContent = String(error);
    return;
  }
  time.textContent = `${Math.round(performance.now() - began)} ms`;
  status.textContent = `${answer.status} ${answer.statusText}`.trim();
  status.className = `pill ${answer.ok ? "good" : "bad"}`;
  headers_.textContent = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  body_.textContent = text;
  try {
    const value = JSON.parse(text);
    body_.textContent = JSON.stringify(value, null, 2);
    learn(page, value);
  } catch { /* not every answer is JSON */ }
}

/** What an answer brings for the next calls. */
function learn(page, value) {
  const told = Array.isArray(value) ? value[0] : value;
  if (told?.access_token && !page.querySelector("[data-authorise]").elements.token.value) {
    page.querySelector("[data-authorise]").elements.token.value = told.access_token;
    keep(page);
  }
  for (const name of REMEMBERED) {
    if (typeof told?.[name] === "string") {
      remember(name, told[name]);
      fill(page, name, told[name]);
    }
  }
}

async function copy(page, form, language) {
  const code = asCode(language, request(page, form));
  const shown = form.querySelector("[data-code]");
  shown.textContent = code;
  shown.hidden = false;
  try {
    await navigator.clipboard.writeText(code);
    say("Copied");
  } catch {
    say("Shown below; this browser lets nothing be copied from here.");
  }
}

/** Leave only what has the words: calls, schemas, their groups, and their places in the menu. */
function find(page, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const each of page.querySelectorAll(".operation")) {
    const told = `${each.id} ${each.querySelector("summary").textContent}`.toLowerCase();
    each.hidden = !words.every((word) => told.includes(word));
    found += !each.hidden;
    const entry = page.querySelector(`[data-for="${CSS.escape(each.id)}"]`);
    if (entry) entry.hidden = each.hidden;
  }
  for (const group of page.querySelectorAll("details.group, aside details")) {
    const left = [...group.querySelectorAll(".operation, li")].some((each) => !each.hidden);
    group.hidden = !left;
    if (words.length && left) group.open = true;
  }
  for (const each of page.querySelectorAll("[data-nofind]")) each.hidden = words.length > 0;
  page.querySelector("[data-nothing]").hidden = found > 0;
}
