// Talking to the simulator: calls under its prefix, errors as one sentence, and the line at the foot that says what happened.

export const base = document.documentElement.dataset.base;
/** Where Atlas's own paths start: the prefix without `/_sim`. */
export const atlas = base.slice(0, -"/_sim".length);

export async function call(method, path, body, headers = {}) {
  const options = { method, headers: { ...headers } };
  if (body instanceof Blob) {
    options.body = body;
  } else if (body !== undefined) {
    options.body = typeof body === "string" ? body : JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error((await fault(method, path)) || "The simulator does not answer. Is it still running?");
  }
  const text = await answer.text();
  let said = null;
  try { said = JSON.parse(text); } catch { /* not every answer is JSON */ }
  if (!answer.ok) throw new Error([sentence(answer.status, said), await fault(method, path)].filter(Boolean).join(" "));
  return said;
}

/** The fault that answered a call to Atlas in its place, as a sentence; empty where none did. */
async function fault(method, path) {
  if (path.startsWith(base)) return "";
  const endpoint = encodeURIComponent(`${method} ${path.slice(atlas.length).split("?")[0]}`);
  try {
    const answer = await fetch(`${base}/journal?kind=request&endpoint=${endpoint}&newest=yes&limit=1`);
    const [entry] = (await answer.json()).entries;
    return entry?.fault ? `The fault ${entry.fault} did that; Faults has its rule.` : "";
  } catch {
    return "";
  }
}

function sentence(status, said) {
  if (status === 401 && said?.key === "Authorization") return "The session is over. Load the page again to log in.";
  const told = said?.error ?? said?.message ?? said?.error_reason ?? said?.error_code;
  const allowed = said?.allowed?.length ? ` Allowed: ${said.allowed.join(", ")}` : "";
  return told ? `${typeof told === "string" ? told : JSON.stringify(told)}.${allowed}` : `The simulator answered ${status}.`;
}

let fading;
export function say(text, bad = false) {
  const line = document.getElementById("said");
  line.textContent = text;
  line.className = bad ? "bad shown" : "shown";
  clearTimeout(fading);
  fading = setTimeout(() => { line.className = ""; }, bad ? 8000 : 3500);
}
