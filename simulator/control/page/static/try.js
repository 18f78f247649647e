// A whole flow from the page, by the very calls that a client makes: token, init, multiupload; then its page shows the rest.
import { atlas, base, call, say } from "./api.js";

const CLIENT = "/v3/verification";

export function begin() {
  const form = document.querySelector("[data-try]:not([data-ready])");
  if (!form) return;
  form.dataset.ready = "yes";
  const dropped = [];
  const drop = form.querySelector("[data-drop]");
  const take = (files) => { dropped.push(...files); shown(form, dropped); };

  // Anywhere on the page: a file that misses the box would otherwise replace the page.
  let inside = 0;
  window.addEventListener("dragenter", (event) => { event.preventDefault(); inside += 1; drop.classList.add("over"); });
  window.addEventListener("dragleave", () => { inside -= 1; if (inside <= 0) drop.classList.remove("over"); });
  window.addEventListener("dragover", (event) => event.preventDefault());
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    inside = 0;
    drop.classList.remove("over");
    take([...event.dataTransfer.files].filter((file) => file.size));
  });
  form.querySelector("[data-files]").addEventListener("change", (event) => { take(event.target.files); event.target.value = ""; });
  form.querySelector("[data-filter]")?.addEventListener("input", (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const each of form.querySelectorAll("#sample-list li")) each.hidden = !each.textContent.toLowerCase().includes(wanted);
  });
  form.addEventListener("change", () => shown(form, dropped));
  form.querySelector("[data-clear]").addEventListener("click", () => {
    dropped.length = 0;
    form.reset();
    shown(form, dropped);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); run(form, dropped); });
  shown(form, dropped);
}

/** The sample application that is chosen: its ids and its documents as `[document_id, sample]`. */
const plan = (form) => JSON.parse(form.elements.application?.selectedOptions[0].dataset.plan ?? "null");
const picked = (form) => [...form.querySelectorAll("[name=sample]:checked")].map((each) => each.value);

function shown(form, dropped) {
  const list = form.querySelector("[data-chosen]");
  const scenario = form.elements.scenario;
  const option = scenario.selectedOptions[0];
  form.querySelector("p[data-says]").textContent =
    option.dataset.says || "A scenario brings its own documents, readings and faults.";
  const items = [
    ...dropped.map((file) => `${file.name} · ${Math.max(1, Math.round(file.size / 1000))} kB`),
    ...(plan(form)?.documents ?? []).map(([, name]) => `${name} · sample`),
    ...picked(form).map((name) => `${name} · sample`),
    ...(scenario.value ? [`${scenario.value} · scenario`] : []),
  ];
  list.replaceChildren(...(items.length ? items : ["Nothing yet."]).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    if (!items.length) item.className = "none";
    return item;
  }));
  form.querySelector("[data-run]").disabled = !items.length;
}

async function run(form, dropped) {
  const button = form.querySelector("[data-run]");
  button.disabled = true;
  try {
    const flow = await start(form, dropped);
    say("Uploaded");
    location.assign(`${base}/ui/flows/${flow}`);
  } catch (error) {
    say(error.message, true);
    button.disabled = false;
  }
}

async function start(form, dropped) {
  const { access_token: token, client_id: client } = await call("POST", `${base}/tokens`, {});
  const named = form.elements.scenario.value;
  const application = plan(form);
  const scenario = named ? await call("GET", `${base}/scenarios/${encodeURIComponent(named)}`) : {};
  const { flow_uuid: flow } = await asked(`${atlas}${CLIENT}/flow/init`, token, {
    product_type: scenario.product_type ?? application?.product_type ?? (form.elements.product_type.value || "PROD_CDL"),
    application_id: form.elements.application_id.value || scenario.application_id || application?.application_id || made(),
    ...inbox(client),
    flow_params: params(named, form.elements.pace.value),
  });
  const files = [
    ...(await Promise.all(dropped.map((file, at) => put(flow, file.name, file, at)))),
    ...(await samples((application?.documents ?? []).map(([document_id, name]) => ({ document_id, name })))),
    ...(await samples(picked(form).map((name) => ({ document_id: name.split("/").at(-1), name })))),
    ...(await Promise.all((scenario.documents ?? []).map((each, at) => planned(flow, each, at)))),
  ];
  if (files.length) {
    await asked(`${atlas}${CLIENT}/multiupload`, token, { flow_uuid: flow, file_urls: unique(files) });
  }
  return flow;
}

/** One call to Atlas. A fault that is planned for it may refuse it a few times, as for any client. */
async function asked(path, token, body) {
  for (let left = 5; ; left -= 1) {
    try {
      return await call("POST", path, body, { Token: token });
    } catch (error) {
      if (!left) throw error;
      say(`${error.message} Trying again.`, true);
    }
  }
}

function inbox(client) {
  const name = encodeURIComponent(client);
  const url = `${document.querySelector("[data-try]").dataset.public}/_sim/inbox/${name}`;
  return { callback_url: url, auth_url: `${url}/auth` };
}

function params(scenario, pace) {
  const sim = { ...(scenario && { scenario }), ...(pace && { pace }) };
  return { from: "the simulator's page", ...(Object.keys(sim).length && { sim }) };
}

const made = () => `TRY-${new Date().toISOString().slice(2, 19).replace(/[-:]/g, "").replace("T", "-")}`;

async function put(flow, name, body, at) {
  const { file_url } = await call("PUT", `${base}/files/${flow}/${at}/${encodeURIComponent(name)}`, body);
  return { file_url, document_id: name };
}

async function samples(wanted) {
  if (!wanted.length) return [];
  const known = (await call("GET", `${base}/samples`)).samples;
  // A scenario may name a sample without its folder.
  const url = (name) => known.find((each) => `/${each.name}`.endsWith(`/${name}`))?.file_url ?? `${base}/samples/${name}`;
  return wanted.map(({ document_id, name }) => ({ file_url: url(name), document_id }));
}

/** A scenario's own document: a link, a sample, or a stand-in for a reading that is given. */
async function planned(flow, { document_id, url, sample }, at) {
  if (url) return { file_url: url, document_id };
  if (sample) return (await samples([{ document_id, name: sample }]))[0];
  return { ...(await put(flow, `stand-in-${at}`, new Blob([document_id]), at)), document_id };
}

/** Two files of one name stay two documents. */
function unique(files) {
  const seen = new Map();
  return files.map((each) => {
    const before = seen.get(each.document_id) ?? 0;
    seen.set(each.document_id, before + 1);
    return before ? { ...each, document_id: `${each.document_id} (${before + 1})` } : each;
  });
}
