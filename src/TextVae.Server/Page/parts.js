// Parts that several views have.

import { get, pause } from "./api.js";
import { h, newId } from "./dom.js";
import { fixed, percent } from "./numbers.js";

const AGAIN = 700;

/** A field with its label, and a word of help under it. */
export function field(label, control, help) {
  control.id ||= newId("field");
  const told = help && h("p", { class: "help", id: newId("help") }, help);
  if (told) control.setAttribute("aria-describedby", told.id);
  return h("div", { class: "field" }, h("label", { htmlFor: control.id }, label), control, told);
}

/** A slider whose value stands beside its label, as text that a screen reader says too. */
export function slider(label, { min, max, step, value, says, oninput }) {
  const input = h("input", { type: "range", min, max, step, value, id: newId("slider") });
  const output = h("output", { class: "number", htmlFor: input.id });
  const show = () => {
    output.textContent = says(input.valueAsNumber);
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.addEventListener("input", () => {
    show();
    oninput(input.valueAsNumber);
  });
  show();
  const element = h("div", { class: "field slider" }, h("div", { class: "line" }, h("label", { htmlFor: input.id }, label), output), input);
  return { element, input, set: (to) => { input.value = to; show(); } };
}

/** A choice among a few. */
export function choice(label, values, value, onchange) {
  const select = h("select", { onchange: () => onchange(select.value) }, values.map(([name, text]) => h("option", { value: name }, text)));
  select.value = values.some(([name]) => name === value) ? value : values[0]?.[0];
  return { element: field(label, select), select };
}

/** The label that the address names, or the first where the model does not know that. */
export const labelOf = (model, values) => (model.labels.includes(values.label) ? values.label : model.labels[0]);

/** The label that a model of labels reads and writes texts under; nothing for other models. */
export function labelChoice(model, value, onchange, name = "Label") {
  return model.labels.length === 0 ? null : choice(name, model.labels.map((label) => [label, label]), value, onchange);
}

/** A card that stays in sight above what is scrolled. Where there is little room it scrolls itself, by keys too. */
export const stickyCard = (...children) => h("div", { class: "card sticky", tabindex: "0", role: "region", "aria-label": "What the model writes" }, ...children);

/** Names and values beside each other. */
export function figures(rows) {
  return h("dl", { class: "figures" }, rows.filter(Boolean).map(([name, value, help]) =>
    h("div", {}, h("dt", { title: help }, name), h("dd", {}, value))));
}

/** Words with a number each, the larger the more coloured: surprise in nats, or the share of the attention. */
export function wordStrip(words, measure) {
  const most = Math.max(...words.map((word) => word[measure] ?? 0), measure === "surprise" ? 6 : 0.001);
  return h("ol", { class: "words", "aria-label": measure === "surprise" ? "Words and their surprise in nats" : "Words and their attention" },
    words.map((word) => {
      const value = word[measure] ?? 0;
      const item = h("li", {},
        h("span", { class: "word" }, word.word === "</s>" ? "end" : word.word),
        h("span", { class: "number" }, measure === "surprise" ? fixed(value, 1) : percent(value)));
      if (word.word === "</s>") item.classList.add("end");
      item.style.setProperty("--heat", (0.42 * Math.min(1, Math.max(0, value / most))).toFixed(3));
      return item;
    }));
}

/** What is said instead of a view that this model or this run has nothing for. */
export function empty(title, ...text) {
  return h("div", { class: "empty" }, h("p", {}, h("strong", {}, title)), text.map((part) => (typeof part === "string" ? h("p", {}, part) : part)));
}

/** How far the texts of the map are, asked for until they are there. */
export async function textsOfMap(told, signal, isEnough = (map) => map.texts !== undefined) {
  for (;;) {
    const map = await get("api/map", signal);
    if (map.state === "absent" || isEnough(map)) return map;
    told(map);
    await pause(AGAIN, signal);
  }
}

/** A bar that says how much of something is done. */
export function progress(text, share) {
  const id = newId("progress");
  return h("div", { class: "progress" }, h("label", { htmlFor: id }, text), h("progress", { id, max: 1, value: share }), h("span", { class: "number" }, percent(share)));
}
