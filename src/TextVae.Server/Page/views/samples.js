// Texts that the model writes by itself, at a temperature.

import { latest, results } from "../api.js";
import { fill, h } from "../dom.js";
import { fixed } from "../numbers.js";
import { outcome } from "../outcome.js";
import { empty, labelChoice, labelOf, slider } from "../parts.js";
import { address, number } from "../state.js";

const LARGEST = 2 ** 31;

export const name = "Samples";
export const title = "Texts from the model alone";
export const lead = (model) => model.kind === "vae"
  ? "A vector is drawn at random, and the text is drawn word by word. A low temperature keeps to the likeliest words."
  : "The text is drawn word by word. A low temperature keeps to the likeliest words.";

export function show(root, { model, values, signal, keep }) {
  let temperature = number(values.temperature, 0.8, 0.1, 2);
  let count = number(values.count, 8, 1, Math.min(50, model.limits.max_texts));
  let seed = Math.round(number(values.seed, 1, 0, LARGEST));
  let label = labelOf(model, values);
  const place = outcome(() => ask.now());
  const labels = labelChoice(model, label, (chosen) => { label = chosen; changed(); }, "Write under the label");
  const ask = latest((end) => results("api/sample", { count, temperature, seed, ...(labels ? { label } : {}) }, end), (told) => {
    place.tell(told);
    if (told.value) draw(told.value);
  }, 200);
  signal.addEventListener("abort", ask.stop);

  fill(root,
    h("div", { class: "card controls" },
      slider("Temperature", { min: 0.1, max: 2, step: 0.05, value: temperature, says: (at) => fixed(at), oninput: (at) => { temperature = at; changed(); } }).element,
      slider("How many", { min: 1, max: Math.min(50, model.limits.max_texts), step: 1, value: count, says: String, oninput: (at) => { count = at; changed(); } }).element,
      labels?.element,
      h("button", { type: "button", class: "main", onclick: () => { seed = (seed + 1) % LARGEST; changed(); } }, "Draw others")),
    place.element);
  remember();
  ask.now();

  function changed() {
    remember();
    ask.later();
  }

  function remember() {
    keep({ temperature, count, seed, label: labels && label });
  }

  function draw(texts) {
    place.say(`${texts.length} texts.`);
    place.show(texts.length === 0 ? empty("No texts.") : h("ol", { class: "texts" }, texts.map((text) => h("li", { class: "card" },
      h("p", { class: "text" }, text.text || "(an empty text)"),
      h("p", { class: "quiet" }, `${model.kind === "vae" ? "ln p(text | z)" : "ln p(text)"} = ${fixed(text.log_probability)} nats. `, h("a", { href: address("read", { text: text.text, label: labels && label }) }, "Read it"))))));
  }
}
