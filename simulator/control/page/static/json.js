// JSON as a tree to fold, made as far as it is opened, with copying. Everything is text: nothing of it is ever markup.
import { call, say } from "./api.js";
import { copy } from "./actions.js";

/** Members of an object or array that are shown before one asks for more. */
const AT_ONCE = 200;

export function begin() {
  for (const box of document.querySelectorAll("[data-json]:not([data-shown])")) {
    box.dataset.shown = "yes";
    const around = box.closest("details");
    if (around && !around.open) around.addEventListener("toggle", () => load(box), { once: true });
    else load(box);
  }
}

document.addEventListener("refreshed", () => {
  for (const box of document.querySelectorAll("[data-json][data-changes]")) load(box, true);
});

async function load(box, again = false) {
  try {
    const value = await call("GET", box.dataset.json);
    const text = JSON.stringify(value, null, 2);
    if (again && box.text === text) return;
    box.text = text;
    const opened = new Set([...box.querySelectorAll("details[open]")].map((each) => each.dataset.path));
    const closed = new Set([...box.querySelectorAll("details:not([open])")].map((each) => each.dataset.path));
    box.replaceChildren(tools(box), node("", value, "$", (path, wanted) => opened.has(path) || (wanted && !closed.has(path))));
  } catch (error) {
    if (!again) say(error.message, true);
  }
}

function tools(box) {
  const bar = element("p", "json-tools");
  const button = (text, then) => {
    const made = element("button", "quiet small", text);
    made.type = "button";
    made.addEventListener("click", then);
    bar.append(made);
  };
  button("Copy", () => copy(box.text));
  button("Unfold all", () => fold(box, true));
  button("Fold", () => fold(box, false));
  return bar;
}

function fold(box, open) {
  // Unfolding makes what is inside, which may hold more to unfold.
  for (let some = true; some;) {
    some = false;
    for (const each of box.querySelectorAll(open ? "details:not([open])" : "details[open] details[open]")) {
      each.open = open;
      each.fill?.();
      some = true;
    }
  }
}

function node(name, value, path, isOpen, deep = 0) {
  if (value === null || typeof value !== "object") return line(name, scalar(value));
  const entries = Object.entries(value);
  if (isField(value)) return line(name, field(value));
  const [left, right] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (!entries.length) return line(name, element("span", "mark", left + right));
  const details = document.createElement("details");
  details.dataset.path = path;
  const summary = document.createElement("summary");
  if (name) summary.append(element("span", "key", name), ": ");
  summary.append(element("span", "mark", left), element("span", "hint", hint(value, entries)), element("span", "mark", right));
  details.append(summary);
  details.fill = () => {
    if (details.filled) return;
    details.filled = true;
    const list = element("div", "members");
    const more = (from) => {
      for (const [key, each] of entries.slice(from, from + AT_ONCE)) {
        list.append(node(Array.isArray(value) ? "" : key, each, `${path}/${key}`, isOpen, deep + 1));
      }
      if (from + AT_ONCE < entries.length) {
        const button = element("button", "quiet small", `${entries.length - from - AT_ONCE} more`);
        button.addEventListener("click", () => { button.remove(); more(from + AT_ONCE); });
        list.append(button);
      }
    };
    more(0);
    details.append(list);
  };
  details.addEventListener("toggle", () => details.open && details.fill());
  if (isOpen(path, deep < 3 && entries.length <= 40)) { details.open = true; details.fill(); }
  return details;
}

function hint(value, entries) {
  if (Array.isArray(value)) return ` ${entries.length} `;
  const telling = value.document_type ?? value.data?.document_type ?? value.name ?? value.document_id;
  return typeof telling === "string" && telling ? ` ${telling} ` : ` ${entries.length} `;
}

function isField(value) {
  const keys = Object.keys(value);
  return "value" in value && "confidence_score" in value && keys.length <= 3
    && (value.value === null || typeof value.value !== "object");
}

function field(value) {
  const span = element("span", "");
  span.append(element("span", "mark", "{ "));
  Object.entries(value).forEach(([key, each], at) => {
    if (at) span.append(", ");
    span.append(element("span", "key", key), ": ", scalar(each));
  });
  span.append(element("span", "mark", " }"));
  return span;
}

function line(name, what) {
  const row = element("div", "line");
  if (name) row.append(element("span", "key", name), ": ");
  row.append(what);
  return row;
}

function scalar(value) {
  const kind = value === null ? "null" : typeof value;
  return element("span", `v-${kind}`, JSON.stringify(value));
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
