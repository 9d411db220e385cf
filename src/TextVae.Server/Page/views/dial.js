// A label as a dial: the text moves from the texts of one label to those of another.

import { latest, results } from "../api.js";
import { fill, h } from "../dom.js";
import { fixed, percent } from "../numbers.js";
import { outcome, prepared } from "../outcome.js";
import { choice, empty, field, progress, slider, stickyCard, textsOfMap } from "../parts.js";
import { number } from "../state.js";
import { writing } from "../writing.js";

export const name = "Dial";
export const title = "A label as a dial";
export const lead = (model) => model.labels.length > 0
  ? "The model was trained with labels: it reads a text under its own label and writes it under another."
  : "The way from the mean of one label's texts to that of another is a vector. Added to a text's own, it changes the text.";
export const needsVectors = true;

export const show = (root, given) => prepared(root, () => show(root, given), async (waiting) => {
  const { model, signal } = given;
  const map = model.labels.length > 0 ? null : await textsOfMap((state) => waiting.show(progress("The texts are being encoded", state.share)), signal);
  const labels = map === null ? model.labels : map.texts?.labels ?? [];
  if (labels.length < 2) {
    waiting.show(empty("There are no labels to go between.", map?.note ?? "The texts of this run have none. Prepare them with --label-field, and train on that."));
  } else {
    build(root, [...labels].sort((a, b) => a.localeCompare(b, "en", { numeric: true })), given);
  }
});

function build(root, labels, { model, values, signal, keep }) {
  const isTrained = model.labels.length > 0;
  let from = labels.includes(values.from) ? values.from : labels[0];
  let to = labels.includes(values.to) ? values.to : labels.at(-1);
  let strength = number(values.strength, 0, -1, 2);
  const text = h("textarea", { rows: 3, maxlength: model.limits.max_characters, spellcheck: "false", value: values.text ?? "", oninput: changed });
  const place = outcome(() => ask.now());
  const example = writing("Let the model write one", [text], () => isTrained && from, (told) => {
    place.tell(told);
    if (told.value) changed();
  }, signal);
  const options = labels.map((label) => [label, label]);
  const dial = slider("How far", {
    min: -1, max: 2, step: 0.05, value: strength,
    says: (by) => (by === 0 ? "as it is" : by > 0 ? `${percent(by)} of the way to ${to}` : `${percent(-by)} of it, away from ${to}`), oninput: (by) => { strength = by; changed(); },
  });

  const ask = latest((end) => text.value.trim() === "" ? Promise.resolve(null) : results("api/transfer", {
    texts: [text.value], from, to, strategy: "greedy", ...(isTrained ? {} : { strength }),
  }, end), (told) => {
    place.tell(told);
    if ("value" in told) draw(told.value?.[0]);
  }, 80);
  signal.addEventListener("abort", ask.stop);

  fill(root,
    h("div", { class: "card" }, field("Your text", text), h("div", { class: "row" }, example.element)),
    stickyCard(place.element),
    h("div", { class: "card stack" },
      h("div", { class: "controls" },
        choice(isTrained ? "Label of the text" : "From", options, from, (chosen) => { from = chosen; if (isTrained) example.stop(); changed(); }).element,
        isTrained ? radios() : choice("To", options, to, (chosen) => { to = chosen; dial.set(strength); changed(); }).element),
      isTrained ? null : h("div", {}, dial.element,
        h("div", { class: "thirds quiet" }, h("span", {}, "away"), h("span", {}, "as it is"), h("span", {}, "all the way"), h("span", {}, "beyond")))));
  if (text.value) ask.now();
  else draw();

  function radios() {
    return h("fieldset", { class: "radios" }, h("legend", {}, "Write it as"), labels.map((label) => h("label", {},
      h("input", { type: "radio", name: "to", value: label, checked: label === to, onchange: () => { to = label; changed(); } }), label)));
  }

  function changed() {
    keep({ text: text.value, from, to, strength: isTrained ? null : strength });
    ask.later();
  }

  function draw(found) {
    if (found) place.say(found.transferred);
    place.show(!found ? empty("It takes a text.", "Type one above, or let the model write one.") : h("section", {},
      h("h2", {}, isTrained ? `Written as ${to}` : strength === 0 ? "As it comes back" : `Moved ${strength > 0 ? "towards" : "away from"} ${to}`),
      h("p", { class: "text big", id: "transferred" }, found.transferred || "(an empty text)"),
      h("p", { class: "quiet" }, `ln p(text | z) = ${fixed(found.log_probability)} nats`)));
  }
}
