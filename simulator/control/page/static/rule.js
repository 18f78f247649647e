// The form of a fault rule shows the actions of the chosen point and the keys of the chosen action, and no others.

export function begin() {
  const form = document.querySelector("[data-rule]:not([data-ready])");
  if (!form) return;
  form.dataset.ready = "yes";
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-point], [data-action]")) shape(form);
  });
  shape(form);
}

function shape(form) {
  const point = form.querySelector("[data-point]").value;
  for (const label of form.querySelectorAll("[data-of]")) {
    label.hidden = label.dataset.of !== point;
    label.querySelector("select").disabled = label.hidden;
  }
  const action = form.querySelector("[data-action]:not(:disabled)").selectedOptions[0];
  const hints = JSON.parse(action.dataset.keys);
  for (const label of form.querySelectorAll("[data-key]")) {
    label.hidden = !(label.dataset.key in hints);
    label.querySelector("span").textContent = hints[label.dataset.key] ?? "";
    label.querySelector("input").disabled = label.hidden;
  }
  form.querySelector("p[data-says]").textContent = action.dataset.says;
}
