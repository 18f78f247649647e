// The start of every page: what is alive on it gets its script, and only that.
import { act } from "./actions.js";
import { follow, whenSwapped } from "./live.js";
import { tick } from "./clock.js";

const parts = [
  ["[data-json]", "./json.js"],
  ["[data-viewer]", "./viewer.js"],
  ["[data-try]", "./try.js"],
  ["[data-rule]", "./rule.js"],
  ["[data-docs]", "./docs.js"],
];

// On a narrow screen the menu scrolls: the page that is open must be seen in it.
document.querySelector(".top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
act();
tick();
follow();
for (const [selector, module] of parts) {
  if (document.querySelector(selector)) {
    const { begin } = await import(module);
    begin();
    whenSwapped(begin);
  }
}
document.documentElement.dataset.ready = "yes";
