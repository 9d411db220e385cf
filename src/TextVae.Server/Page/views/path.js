// Two texts, and the texts on the way between their vectors.

import { latest, results } from "../api.js";
import { fill, h } from "../dom.js";
import { fixed, percent } from "../numbers.js";
import { outcome } from "../outcome.js";
import { choice, empty, field, labelChoice, labelOf, slider } from "../parts.js";
import { number } from "../state.js";
import { writing } from "../writing.js";

export const name = "Path";
export const title = "From one text to another";
export const lead = () => "Both texts become vectors; the model writes what lies between them. Move the slider to walk along.";
export const needsVectors = true;

export function show(root, { model, values, signal, keep }) {
  let steps = Math.round(number(values.steps, 9, 2, Math.min(25, model.limits.max_texts)));
  let at = number(values.at, 0.5, 0, 1);
  let kind = values.path === "spherical" ? "spherical" : "linear";
  let label = labelOf(model, values);
  let found = null;
  const area = (text) => h("textarea", { rows: 3, maxlength: model.limits.max_characters, spellcheck: "false", value: text ?? "", oninput: changed });
  const [from, to] = [area(values.from), area(values.to)];
  const place = outcome(() => ask.now());
  const labels = labelChoice(model, label, (chosen) => { label = chosen; examples.stop(); changed(); }, "Label of both");
  const examples = writing("Let the model write both", [from, to], () => labels && label, (told) => {
    place.tell(told);
    if (!told.value) return;
    remember();
    ask.now();
  }, signal);
  const here = h("p", { class: "text big", id: "here" });
  const walk = slider("Where you are", {
    min: 0, max: 1, step: 0.01, value: at, says: (share) => `${percent(share)} of the way`, oninput: (share) => { at = share; remember(); point(); },
  });

  const ask = latest((end) => from.value.trim() === "" || to.value.trim() === "" ? Promise.resolve(null) : results("api/interpolate", {
    from: from.value, to: to.value, steps, path: kind, keep_duplicates: true, ...(labels ? { label } : {}),
  }, end), (told) => {
    place.tell(told);
    if (!("value" in told)) return;
    found = told.value;
    draw();
  }, 400);
  signal.addEventListener("abort", ask.stop);

  fill(root,
    h("div", { class: "card" },
      h("div", { class: "two" }, field("From", from), field("To", to)),
      h("div", { class: "controls" },
        slider("Steps", { min: 2, max: Math.min(25, model.limits.max_texts), step: 1, value: steps, says: String, oninput: (to) => { steps = to; changed(); } }).element,
        choice("The way", [["linear", "a straight line"], ["spherical", "an arc around the middle"]], kind, (chosen) => { kind = chosen; changed(); }).element,
        labels?.element),
      h("div", { class: "row" },
        h("button", { type: "button", onclick: swap }, "Swap"),
        examples.element)),
    place.element);
  if (from.value && to.value) ask.now();
  else draw();

  function changed() {
    remember();
    ask.later();
  }

  function remember() {
    keep({ from: from.value, to: to.value, steps, at, path: kind === "spherical" ? kind : null, label: labels && label });
  }

  function swap() {
    examples.stop();
    [from.value, to.value] = [to.value, from.value];
    changed();
  }

  function draw() {
    if (found === null) {
      place.show(empty("It takes two texts.", "Type one into each field, or let the model write both."));
      return;
    }
    place.show(
      h("section", { class: "card" }, here, walk.element),
      h("ol", { class: "steps" }, found.map((step, i) => h("li", { class: i > 0 && step.text === found[i - 1].text ? "same" : null },
        h("button", { type: "button", onclick: () => { at = step.share; walk.set(at); remember(); point(); } },
          h("span", { class: "number" }, percent(step.share)), h("span", { class: "text" }, step.text || "(an empty text)"),
          h("span", { class: "number quiet" }, `${fixed(step.nll_bound, 1)} nats`))))));
    point();
  }

  function point() {
    const nearest = found.reduce((best, step, i) => (Math.abs(step.share - at) < Math.abs(found[best].share - at) ? i : best), 0);
    here.textContent = found[nearest].text || "(an empty text)";
    place.say(here.textContent);
    for (const [i, item] of [...root.querySelectorAll(".steps button")].entries()) {
      if (i === nearest) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
  }
}
