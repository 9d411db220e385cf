// What the model is, what the server allows, and the routes for programs.

import { get, hasKey, isAborted } from "../api.js";
import { fill, h } from "../dom.js";
import { count } from "../numbers.js";
import { outcome } from "../outcome.js";
import { figures } from "../parts.js";

export const name = "Model";
export const title = "The model and its server";
export const lead = () => "What the model is, what it was measured to be, and how programs ask it.";

export async function show(root, given) {
  const { model, signal } = given;
  const routes = outcome(() => show(root, given));
  fill(root,
    h("section", { class: "card" }, h("h2", {}, "What it is"), figures([
      ["kind", model.kind === "vae" ? "autoencoder" : "language model"],
      model.kind === "vae" && ["latent dimensions", count(model.latent)],
      ["words", count(model.words)],
      ["parameters", count(model.parameters)],
      ["saved after step", count(model.step)],
      ["labels", model.labels.length === 0 ? "none" : model.labels.join(", ")],
      ["attention", model.pays_attention ? "yes" : "no"],
    ])),
    h("section", { class: "card" }, h("h2", {}, "What a request may ask for"), figures([
      ["texts at once", count(model.limits.max_texts)],
      ["characters of a text", count(model.limits.max_characters)],
      ["words of a written text", count(model.limits.max_length)],
      ["beam", count(model.limits.max_beam)],
      ["seconds for an answer", model.limits.timeout_seconds],
      ["requests a second", model.limits.requests_per_second || "any number"],
    ])),
    h("section", { class: "card" }, h("h2", {}, "For programs"), routes.element),
    model.card && h("section", { class: "card" }, h("h2", {}, "Model card"), h("pre", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Model card" }, model.card)));
  try {
    const document = await get("openapi/v1.json", signal);
    routes.show(
      h("ul", { class: "routes" }, Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) =>
        h("li", {}, h("code", {}, `${method.toUpperCase()} ${path}`), " ", h("span", { class: "quiet" }, operation.summary))))),
      // A link cannot send the key.
      hasKey() ? null : h("p", {}, h("a", { href: "openapi/v1.json" }, "OpenAPI document")));
  } catch (error) {
    if (!isAborted(error)) routes.tell({ error });
  }
}
