// The form of a fault rule shows the actions of the chosen point and the keys of the chosen action, and no others.

export function begin() {
  const form = document.querySelector("[data-rule]:not([data-ready])");
  if (!form) return;
  form.dataset.ready = "yes";
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-point], [data-action]")) shape(form);
  });
  // What is to happen is chosen by a preset, and put in force by the form's own button.
  document.querySelector(".presets")?.addEventListener("click", (event) => {
    const preset = event.target.closest("[data-preset]")?.dataset.preset;
    if (preset) fill(form, JSON.parse(preset));
  });
  shape(form);
}

function fill(form, { point, action, ...keys }) {
  form.querySelector("[data-point]").value = point;
  shape(form);
  form.querySelector("[data-action]:not(:disabled)").value = action;
  shape(form);
  for (const input of form.querySelectorAll("[data-key] input")) input.value = keys[input.name] ?? "";
  form.querySelector("button.strong").focus();
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
