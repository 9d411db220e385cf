// The course of the training, and what the doctor found.

import { get, isAborted, pause } from "../api.js";
import { chart } from "../charts.js";
import { fill, h } from "../dom.js";
import { count } from "../numbers.js";
import { outcome } from "../outcome.js";
import { empty } from "../parts.js";

const AGAIN = 1500;

export const name = "Training";
export const title = "How it was trained";
export const lead = () => "The curves of the training, and what the doctor found when it was over.";

// What is shown of the evaluations and of the steps, where the log has it.
const charts = [
  { of: "evaluations", title: "Bound on −ln p(x), validation", unit: "nats a text", lines: [["nll_bound", "−ln p(x)"], ["nll_iw", "importance-weighted"]] },
  { of: "evaluations", title: "What the bound is made of, validation", unit: "nats a text", lines: [["reconstruction", "reconstruction"], ["kl", "KL"]] },
  { of: "evaluations", title: "What z knows, validation", unit: "nats", lines: [["mutual_information", "I(x; z)"], ["kl", "KL"]] },
  { of: "evaluations", title: "Active units, validation", unit: "dimensions", lines: [["active_units", "active"]] },
  { of: "steps", title: "Loss, training", unit: "nats a text", lines: [["loss", "loss"]] },
  { of: "steps", title: "KL, training", unit: "nats a text", lines: [["kl", "KL"]] },
  { of: "steps", title: "Weight of the KL, training", unit: "", lines: [["kl_weight", "weight"]] },
  { of: "steps", title: "Learning rate", unit: "", lines: [["learning_rate", "rate"]] },
];

export async function show(root, given) {
  const { model, signal } = given;
  const place = outcome(() => show(root, given));
  fill(root, place.element);
  place.tell({ busy: true });
  try {
    const found = await get("api/training", signal);
    const doctor = h("section", { class: "card", "aria-live": "polite" });
    place.show(
      found.note && h("p", { class: "note" }, found.note),
      doctor,
      h("div", { class: "charts" }, charts.map((one) => drawn(model.kind === "vae" ? one : { ...one, title: one.title.replace("Bound on −ln p(x)", "−ln p(x)") }, found, signal))));
    tell(doctor, model, found);
    await wait(doctor, model, found, signal);
  } catch (error) {
    if (!isAborted(error)) place.tell({ error });
  }
}

function drawn({ of, title, unit, lines }, found, signal) {
  const { step, figures } = found[of];
  const there = lines.filter(([figure]) => figures[figure]?.some((value) => value !== null));
  // A second line that stands elsewhere already is worth nothing without the first.
  if (there.length === 0 || (title.startsWith("What z knows") && there.length < 2)) return null;
  return chart({
    title, unit, lines: there.map(([figure, says]) => ({ name: says, x: step, y: figures[figure] })), mark: { step: found.best_step },
  }, signal);
}

async function wait(doctor, model, found, signal) {
  let now = found;
  while (now.is_examining) {
    await pause(AGAIN, signal);
    now = await get("api/training", signal);
  }
  if (now !== found) tell(doctor, model, now);
}

function tell(doctor, model, { findings, is_examining: isExamining, best_step: best }) {
  fill(doctor, h("h2", {}, "The doctor"),
    h("p", { class: "quiet" }, `The model is that of step ${count(best)}, marked in the curves by a dashed line.`),
    isExamining ? h("p", {}, "The doctor is looking at the model.")
      : model.kind !== "vae" ? h("p", {}, "A language model has no vector to examine.")
        : !findings ? empty("The doctor has not looked.", "It takes the dataset of the run.")
          : findings.length === 0 ? h("p", {}, "Nothing that is commonly wrong with such models was found.")
            : findings.map((finding) => h("article", { class: `finding ${finding.severity}` },
              h("h3", {}, words(finding.name), h("span", { class: "badge" }, finding.severity)),
              h("p", {}, finding.explanation),
              finding.changes.length > 0 ? h("ul", {}, finding.changes.map((change) => h("li", {}, h("code", {}, `--set ${change}`)))) : null)));
}

const words = (text) => text[0].toUpperCase() + text.slice(1).replaceAll("_", " ");
