// Lets the shown simulated time run, from the moment that the server said.

export function tick() {
  const known = new WeakMap();
  const show = () => {
    for (const each of document.querySelectorAll("[data-clock]")) {
      if (!known.has(each)) known.set(each, { at: Number(each.dataset.clock) * 1000, since: performance.now() });
      const { at, since } = known.get(each);
      const now = each.dataset.frozen ? at : at + performance.now() - since;
      const text = new Date(now).toISOString().slice(0, 19).replace("T", " ");
      if (each.textContent !== text) each.textContent = text;
    }
  };
  show();
  setInterval(show, 500);
}
