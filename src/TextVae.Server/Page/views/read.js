// A text, what comes back through its vector, how likely it is, and each of its words.

import { latest, results } from "../api.js";
import { fill, h } from "../dom.js";
import { fixed } from "../numbers.js";
import { outcome } from "../outcome.js";
import { empty, field, figures, labelChoice, labelOf, wordStrip } from "../parts.js";
import { address } from "../state.js";
import { writing } from "../writing.js";

export const name = "Read";
export const title = "Read a text";
export const lead = (model) => model.kind === "vae"
  ? "Type or paste a text: the model turns it into a vector, writes it again from there, and says how likely it is."
  : "Type or paste a text: the model says how likely it is, and how unexpected each of its words.";

export function show(root, { model, values, signal, keep }) {
  let label = labelOf(model, values);
  let measure = values.words === "attention" && model.pays_attention ? "attention" : "surprise";
  let found = null;
  const text = h("textarea", { rows: 3, maxlength: model.limits.max_characters, spellcheck: "false", value: values.text ?? "" });
  const place = outcome(() => ask.now());
  const labels = labelChoice(model, label, (chosen) => { label = chosen; example.stop(); changed(); }, "Label of the text");
  const example = writing("Let the model write one", [text], () => labels && label, (told) => {
    place.tell(told);
    if (!told.value) return;
    remember();
    ask.now();
  }, signal);

  const ask = latest(async (end) => {
    if (text.value.trim() === "") return null;
    const question = { texts: [text.value], ...(labels ? { label } : {}) };
    const [score, back] = await Promise.all([
      results("api/score", question, end),
      model.kind === "vae" ? results("api/reconstruct", { ...question, strategy: "beam" }, end) : [null],
    ]);
    return { score: score[0], back: back[0] };
  }, (told) => {
    place.tell(told);
    if (!("value" in told)) return;
    found = told.value;
    draw();
  }, 350);
  signal.addEventListener("abort", ask.stop);
  text.addEventListener("input", changed);

  fill(root,
    h("div", { class: "card" }, field("Your text", text), h("div", { class: "row" }, labels?.element, example.element)),
    place.element);
  if (text.value === "") draw();
  else ask.now();

  function changed() {
    remember();
    ask.later();
  }

  function remember() {
    keep({ text: text.value, label: labels && label, words: measure === "attention" ? measure : null });
  }

  function draw() {
    if (found === null) {
      place.show(empty("Nothing to read yet.", "Type a text above, or let the model write one."));
      return;
    }
    const { score, back } = found;
    place.say(`${back ? `It comes back as: ${back.reconstruction}. ` : ""}${fixed(score.nll_bound, 1)} nats.`);
    place.show(
      back && h("section", { class: "card" }, h("h2", {}, "What comes back"),
        h("p", { class: "text", id: "reconstruction" }, back.reconstruction || "(an empty text)"),
        h("p", { class: "quiet" }, `ln p(text | z) = ${fixed(back.log_probability)} nats. `,
          h("a", { href: address("directions", { text: text.value, label: labels && label }) }, "Move it"), " · ",
          h("a", { href: address("map", { text: text.value, label: labels && label }) }, "See it among others"))),
      h("section", { class: "card" }, h("h2", {}, "How likely it is"), figures([
        [model.kind === "vae" ? "−ln p(x), at most" : "−ln p(x)", `${fixed(score.nll_bound)} nats`],
        ["a token", `${fixed(score.nll_bound / score.tokens)} nats`, "Over its words and its end"],
        ["perplexity", fixed(Math.exp(score.nll_bound / score.tokens), 1)],
        model.kind === "vae" && ["reconstruction", `${fixed(score.reconstruction)} nats`],
        model.kind === "vae" && ["KL(q(z|x) ‖ p(z))", `${fixed(score.kl)} nats`],
        ["tokens", score.tokens],
      ])),
      h("section", { class: "card" }, h("h2", {}, "Word by word"),
        model.pays_attention ? measures() : null,
        h("p", { class: "quiet" }, measure === "attention"
          ? "How much each word counts in the vector."
          : "How unexpected each word is after those before it, −ln p in nats; <unk> stands for words that the model does not know."),
        wordStrip(score.words.filter((word) => measure === "surprise" || word.attention !== undefined), measure)));
  }

  function measures() {
    const button = (kind, says) => h("button", {
      type: "button", "aria-pressed": String(measure === kind),
      onclick: () => { measure = kind; remember(); draw(); root.querySelector(`[data-measure=${kind}]`).focus(); }, "data-measure": kind,
    }, says);
    return h("div", { class: "switch", role: "group", "aria-label": "What the colours are" }, button("surprise", "Surprise"), button("attention", "Attention"));
  }
}
