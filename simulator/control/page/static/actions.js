// Buttons and forms that speak to the control API, and buttons that copy.
//
//   data-call="POST /clock" data-body='{"advance": "1m"}'    a button that makes one call
//   data-api="POST /faults"                                   a form whose named fields are the call's JSON
//   data-copies="text"   data-copy="#template"                a button that copies
import { base, call, say } from "./api.js";
import { refresh } from "./live.js";

export function act() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.call) run(button, button.dataset.body);
    if (button.dataset.copies !== undefined) copy(button.dataset.copies);
    if (button.dataset.copy) copy(document.querySelector(button.dataset.copy).content.textContent);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.api) return;
    event.preventDefault();
    try {
      run(form, JSON.stringify(values(form)), form.dataset.api, event.submitter);
    } catch (error) {
      say(error.message, true);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.dataset.submits !== undefined) event.target.form.requestSubmit();
  });
  document.addEventListener("keydown", (event) => {
    const search = document.querySelector("[data-search]");
    const typing = event.target.matches("input, textarea, select");
    if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });
  // A picture that cannot be made leaves the sign of a document behind it in sight.
  document.addEventListener("error", (event) => {
    if (event.target.dataset?.picture !== undefined) event.target.remove();
  }, true);
}

async function run(source, body, what = source.dataset.call, button = source) {
  if (source.dataset.sure && !confirm(source.dataset.sure)) return;
  const [method, path] = what.split(" ");
  if (button) button.disabled = true;
  try {
    await call(method, base + path, body);
    say(source.dataset.done ?? "Done");
    await refresh();
  } catch (error) {
    say(error.message, true);
  } finally {
    if (button) button.disabled = false;
  }
}

/** The filled-in fields of a form as what the API takes. */
function values(form) {
  const said = {};
  for (const field of form.elements) {
    const text = field.value?.trim();
    if (!field.name || field.disabled || !text) continue;
    said[field.name] = value(field, text);
  }
  return said;
}

function value(field, text) {
  const wrong = (what) => new Error(`${field.name}: ${what}`);
  switch (field.dataset.kind) {
    case "number":
      if (!Number.isFinite(Number(text))) throw wrong("not a number");
      return Number(text);
    case "numbers": {
      const numbers = text.split(/[\s,]+/).map(Number);
      if (!numbers.every(Number.isFinite)) throw wrong("numbers with spaces between");
      return numbers;
    }
    case "flag":
      return ["yes", "true", "1"].includes(text.toLowerCase());
    case "json":
      try { return JSON.parse(text); } catch { return text; }
    default:
      return text;
  }
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https on a host that is not this machine browsers have no clipboard for scripts.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "offscreen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) return say("This browser does not let a page copy", true);
  }
  say("Copied");
}
