"use strict";
// A token that an authtoken call of this page gave fills all Token fields.
const remember = (token) => document.querySelectorAll('input[name="Token"]').forEach((each) => { each.value = token; });

async function send(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams(), headers = {};
  for (const input of form.querySelectorAll("input")) {
    if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    else if (input.value && input.dataset.in === "query") query.set(input.name, input.value);
    else if (input.value) headers[input.name] = input.value;
  }
  const body = form.querySelector("textarea");
  if (body) headers["Content-Type"] = "application/json";
  // The page lies at …/_sim/docs, so what is served lies one folder up.
  const url = new URL(".." + path, location.href) + (query.size ? `?${query}` : "");
  const answer = await fetch(url, { method: form.dataset.method, headers, body: body ? body.value : undefined });
  const text = await answer.text();
  try {
    const said = JSON.parse(text);
    if (said && said.access_token) remember(said.access_token);
    return `${answer.status}\n${JSON.stringify(said, null, 2)}`;
  } catch {
    return `${answer.status}\n${text}`;
  }
}

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const shown = event.target.querySelector("pre");
  shown.hidden = false;
  shown.textContent = "…";
  try {
    shown.textContent = await send(event.target);
  } catch (error) {
    shown.textContent = String(error);
  }
});

document.getElementById("find").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase();
  for (const each of document.querySelectorAll("details.operation")) {
    each.hidden = !each.querySelector("summary").textContent.toLowerCase().includes(wanted);
  }
});

// A link to an operation or schema opens it.
const reveal = () => { const target = document.getElementById(location.hash.slice(1)); if (target?.tagName === "DETAILS") target.open = true; };
addEventListener("hashchange", reveal);
reveal();
document.documentElement.dataset.ready = "yes";
