// A document's page with the boxes of its words and fields over it. The picture and the boxes share one SVG whose units
// are pixels of the prepared picture, so that they cannot come apart, however one zooms and moves.
import { call } from "./api.js";

const SVG = "http://www.w3.org/2000/svg";
/** Widest picture that is asked for, in pixels. */
const WIDEST = 2000;
const DEEPEST = 12;
const STEP = 1.35;

export function begin() {
  const stage = document.querySelector("[data-viewer] .stage:not([data-ready])");
  if (stage) {
    stage.dataset.ready = "yes";
    new Viewer(stage.closest("[data-viewer]")).turn(1);
  }
  wire();
}

let current = null;

/** Rows of fields know their boxes; they are swapped when a reading comes in. */
function wire() {
  for (const row of document.querySelectorAll("[data-field]:not([data-wired])")) {
    row.dataset.wired = "yes";
    const number = Number(row.dataset.field);
    row.addEventListener("mouseenter", () => current?.light(number));
    row.addEventListener("mouseleave", () => current?.light(null));
    row.addEventListener("focus", () => current?.light(number, true));
    row.addEventListener("blur", () => current?.light(null));
    row.addEventListener("click", () => current?.light(number, true));
  }
}

class Viewer {
  constructor(root) {
    current = this;
    this.root = root;
    this.pages = Number(root.querySelector("[data-page]").dataset.page);
    this.stage = root.querySelector(".stage");
    this.under = root.querySelector("[data-under]");
    this.resting = this.under.textContent;
    this.svg = make("svg", { role: "img", "aria-label": "The page with its boxes" });
    this.stage.append(this.svg);
    this.buttons();
    this.mouse();
    this.stage.addEventListener("keydown", (event) => this.key(event));
  }

  async turn(number) {
    if (number < 1 || number > this.pages) return;
    this.number = number;
    this.root.querySelector("[data-page]").textContent = `${number} / ${this.pages}`;
    this.root.querySelector('[data-do="back"]').disabled = number === 1;
    this.root.querySelector('[data-do="on"]').disabled = number === this.pages;
    for (const each of document.querySelectorAll("[data-steps]")) each.hidden = Number(each.dataset.steps) !== number;
    try {
      const page = await call("GET", `${this.root.dataset.viewer}${number}.json`);
      const picture = await this.picture(number);
      if (this.number !== number) return;
      this.draw(picture, page.width ? page : { ...page, width: picture.naturalWidth, height: picture.naturalHeight });
    } catch (error) {
      this.svg.replaceChildren();
      this.under.textContent = error.message;
    }
  }

  /** The picture once it is there. Its errors are asked for in words. */
  async picture(number) {
    const image = new Image();
    image.src = `${this.root.dataset.viewer}${number}.jpg?width=${WIDEST}`;
    try {
      await image.decode();
    } catch {
      await call("GET", image.src);
      throw new Error("This browser cannot show the picture.");
    }
    return image;
  }

  draw(picture, page) {
    this.page = page;
    const { width, height } = page;
    const image = make("image", { width, height, preserveAspectRatio: "none" });
    image.setAttribute("href", picture.src);
    const words = make("g", { class: "words" });
    for (const [text, left, top, right, bottom, sure] of page.words) {
      const box = make("rect", { x: left, y: top, width: right - left, height: bottom - top });
      box.addEventListener("mouseenter", () => { this.under.textContent = `${text} · ${sure.toFixed(2)}`; });
      box.addEventListener("mouseleave", () => { this.under.textContent = this.resting; });
      words.append(box);
    }
    const fields = make("g", { class: "fields" });
    for (const field of page.fields) {
      for (const [left, top, right, bottom] of field.boxes) {
        const tone = field.confidence > 0.9 ? "good" : field.confidence >= 0.7 ? "wait" : "bad";
        // A little air, so that the frame does not cover the print.
        const air = Math.min(10, 0.2 * (bottom - top));
        const box = make("rect", {
          x: left - air, y: top - air, width: right - left + 2 * air, height: bottom - top + 2 * air,
          class: tone, "data-box": field.number,
        });
        box.addEventListener("mouseenter", () => this.light(field.number));
        box.addEventListener("mouseleave", () => this.light(null));
        box.addEventListener("click", () => row(field.number)?.focus());
        fields.append(box);
      }
    }
    this.svg.replaceChildren(image, words, fields);
    this.svg.dataset.drawn = this.number;
    this.layers();
    this.fit();
  }

  layers() {
    for (const box of this.root.querySelectorAll("[data-show]")) {
      this.svg.querySelector(`.${box.dataset.show}`)?.classList.toggle("off", !box.checked);
    }
  }

  /** Show which boxes and which row belong together; `go` brings the boxes into sight. */
  light(number, go = false) {
    const field = this.page?.fields.find((each) => each.number === number);
    if (go && field && !field.boxes.length) this.find(field);
    for (const each of document.querySelectorAll(".lit")) each.classList.remove("lit");
    if (!field) { this.under.textContent = this.resting; return; }
    this.under.textContent = `${field.name}: ${field.value} · ${field.confidence.toFixed(2)}`;
    row(number)?.classList.add("lit");
    if (row(number) && !go) row(number).scrollIntoView({ block: "nearest" });
    for (const each of this.svg.querySelectorAll(`[data-box="${number}"]`)) each.classList.add("lit");
    if (go && field.boxes.length) this.reveal(field.boxes[0]);
  }

  /** The page on which a field stands, where it is another one. */
  async find(field) {
    for (let number = 1; number <= this.pages; number += 1) {
      if (number === this.number) continue;
      const page = await call("GET", `${this.root.dataset.viewer}${number}.json`);
      if (page.fields.some((each) => each.number === field.number && each.boxes.length)) {
        await this.turn(number);
        this.light(field.number, true);
        return;
      }
    }
  }

  // Zooming and moving

  fit() {
    const { width, height } = this.page;
    const { clientWidth, clientHeight } = this.stage;
    const scale = Math.min(clientWidth / width, clientHeight / height) || 1;
    this.whole = { w: clientWidth / scale, h: clientHeight / scale };
    this.view({ x: (width - this.whole.w) / 2, y: (height - this.whole.h) / 2, ...this.whole });
  }

  view(box) {
    this.seen = box;
    this.svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
  }

  zoom(by, atX = 0.5, atY = 0.5) {
    if (!this.seen) return;
    const { x, y, w, h } = this.seen;
    const factor = Math.min(DEEPEST, Math.max(0.8, (this.whole.w / w) * by)) / (this.whole.w / w);
    this.move({ x: x + w * atX * (1 - 1 / factor), y: y + h * atY * (1 - 1 / factor), w: w / factor, h: h / factor });
  }

  /** Never so far that nothing of the page is in sight. */
  move({ x, y, w, h }) {
    const { width, height } = this.page;
    const edge = 0.2;
    const within = (value, size, whole) => Math.min(whole - size * edge, Math.max(-size * (1 - edge), value));
    this.view({ x: within(x, w, width), y: within(y, h, height), w, h });
  }

  by(dx, dy) {
    if (this.seen) this.move({ ...this.seen, x: this.seen.x + dx * this.seen.w, y: this.seen.y + dy * this.seen.h });
  }

  reveal([left, top, right, bottom]) {
    const { x, y, w, h } = this.seen;
    if (left >= x && top >= y && right <= x + w && bottom <= y + h) return;
    this.move({ x: (left + right - w) / 2, y: (top + bottom - h) / 2, w, h });
  }

  buttons() {
    const does = {
      back: () => this.turn(this.number - 1),
      on: () => this.turn(this.number + 1),
      smaller: () => this.zoom(1 / STEP),
      larger: () => this.zoom(STEP),
      fit: () => this.fit(),
    };
    for (const button of this.root.querySelectorAll("[data-do]")) button.addEventListener("click", does[button.dataset.do]);
    for (const box of this.root.querySelectorAll("[data-show]")) box.addEventListener("change", () => this.layers());
    new ResizeObserver(() => this.page && this.fit()).observe(this.stage);
  }

  mouse() {
    const at = (event) => {
      const box = this.svg.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    };
    this.stage.addEventListener("wheel", (event) => {
      // The page scrolls past the picture unless one means the picture: by the key that zooms, or after a click into it.
      if (!event.ctrlKey && document.activeElement !== this.stage) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 300), ...at(event));
    }, { passive: false });
    this.stage.addEventListener("dblclick", (event) => this.zoom(2, ...at(event)));
    let from = null;
    this.stage.addEventListener("pointerdown", (event) => {
      if (event.button || !this.seen) return;
      from = { x: event.clientX, y: event.clientY, seen: this.seen, moved: false };
    });
    this.stage.addEventListener("pointermove", (event) => {
      if (!from) return;
      if (!from.moved) {
        if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < 4) return;
        from.moved = true;
        this.stage.setPointerCapture(event.pointerId);
        this.stage.classList.add("moving");
      }
      const { clientWidth, clientHeight } = this.stage;
      this.move({
        ...from.seen,
        x: from.seen.x - ((event.clientX - from.x) / clientWidth) * from.seen.w,
        y: from.seen.y - ((event.clientY - from.y) / clientHeight) * from.seen.h,
      });
    });
    const end = () => { from = null; this.stage.classList.remove("moving"); };
    this.stage.addEventListener("pointerup", end);
    this.stage.addEventListener("pointercancel", end);
  }

  key(event) {
    const keys = {
      "+": () => this.zoom(STEP), "=": () => this.zoom(STEP), "-": () => this.zoom(1 / STEP), 0: () => this.fit(),
      ArrowLeft: () => this.by(-0.1, 0), ArrowRight: () => this.by(0.1, 0),
      ArrowUp: () => this.by(0, -0.1), ArrowDown: () => this.by(0, 0.1),
      PageUp: () => this.turn(this.number - 1), PageDown: () => this.turn(this.number + 1),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }
}

const row = (number) => document.querySelector(`[data-field="${number}"]`);

function make(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
