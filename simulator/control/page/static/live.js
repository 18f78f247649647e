// Keeps the page true: hears of every transition, fetches the page again, and swaps the parts whose text has changed.
import { base } from "./api.js";

/** Milliseconds that news are gathered before the page is fetched again. */
const GATHER = 120;
/** Milliseconds after which a lost stream is tried again. */
const AGAIN = 2000;

let stream = null;
let after = Number(document.documentElement.dataset.after || 0);
let waiting = null;
let fetching = false;
let stale = false;
const swapped = [];
/** What the server said last of each part: scripts change the parts, and that is no news. */
const told = new WeakMap();

/** Call `then` after parts of the page were swapped. */
export function whenSwapped(then) {
  swapped.push(then);
}

export function follow() {
  const regions = document.querySelectorAll("[data-live]");
  // The time in the head alone is no reason to listen.
  if (regions.length < 2) return;
  for (const region of regions) told.set(region, region.innerHTML);
  listen();
  // A page that nobody looks at holds no connection; browsers allow six.
  document.addEventListener("visibilitychange", () => (document.hidden ? hangUp() : listen()));
  window.addEventListener("pagehide", hangUp);
  const every = document.querySelector("[data-every]")?.dataset.every;
  if (every) setInterval(() => document.hidden || refresh(), every * 1000);
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource(`${base}/events?after=${after}`);
  const heard = (event) => {
    after = Number(event.lastEventId) || after;
    soon();
  };
  for (const kind of ["flow", "file", "crosscheck", "delivery", "auth", "callback", "inbox", "batch", "magic", "message"]) {
    stream.addEventListener(kind, heard);
  }
  stream.onerror = () => {
    // What ended it may have been the server's end or a password: start anew rather than hammer.
    hangUp();
    setTimeout(listen, AGAIN);
  };
  stream.onopen = () => document.documentElement.setAttribute("data-listening", "yes");
}

function hangUp() {
  stream?.close();
  stream = null;
  document.documentElement.removeAttribute("data-listening");
}

function soon() {
  waiting ??= setTimeout(() => { waiting = null; refresh(); }, GATHER);
}

/** Fetch this page again and show what is new in it. */
export async function refresh() {
  if (fetching) { stale = true; return; }
  fetching = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected && answer.url.includes("/ui/login")) { location.reload(); return; }
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The stream notices too, and comes back by itself.
  } finally {
    fetching = false;
  }
  if (stale) { stale = false; soon(); }
}

function show(fresh) {
  const focus = [];
  let changed = false;
  for (const region of document.querySelectorAll("[data-live]")) {
    const other = fresh.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`);
    if (!other || other.innerHTML === told.get(region)) continue;
    const news = other.innerHTML;
    if (region.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")) continue;
    focus.push(keep(region, () => region.replaceChildren(...document.importNode(other, true).childNodes)));
    told.set(region, news);
    changed = true;
  }
  document.documentElement.dataset.after = fresh.documentElement.dataset.after;
  if (changed) swapped.forEach((then) => then());
  // After the new parts are alive, so that they notice.
  focus.forEach((then) => then());
  document.dispatchEvent(new CustomEvent("refreshed"));
}

/** Keep what the reader opened and where the keyboard stands across a swap; and pictures, so that they do not flicker. */
function keep(region, swap) {
  const open = [...region.querySelectorAll("details[id]")].filter((each) => each.open).map((each) => each.id);
  const pictures = new Map([...region.querySelectorAll("img")].map((each) => [each.getAttribute("src"), each]));
  const focused = region.contains(document.activeElement) ? path(document.activeElement) : null;
  const grown = new Map([...region.querySelectorAll("details[id] [data-json]")].map((each) => [each.dataset.json, each]));
  swap();
  for (const id of open) {
    const details = document.getElementById(id);
    if (details) details.open = true;
  }
  for (const image of region.querySelectorAll("img")) pictures.has(image.getAttribute("src")) && image.replaceWith(pictures.get(image.getAttribute("src")));
  for (const each of region.querySelectorAll("details[id] [data-json]")) grown.has(each.dataset.json) && each.replaceWith(grown.get(each.dataset.json));
  return () => focused && region.querySelector(focused)?.focus({ preventScroll: true });
}

/** A selector that finds the same thing in the new part. */
function path(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  for (const name of ["href", "data-call", "data-copies", "data-field"]) {
    if (element.hasAttribute(name)) {
      const body = element.dataset.body ? `[data-body="${CSS.escape(element.dataset.body)}"]` : "";
      return `[${name}="${CSS.escape(element.getAttribute(name))}"]${body}`;
    }
  }
  return null;
}
