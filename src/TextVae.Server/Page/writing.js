// A button that lets the model write texts into fields.

import { latest, written } from "./api.js";
import { h } from "./dom.js";

/**
 * The button, which gives way to whoever types into one of the fields meanwhile.
 * @param says What is on it.
 * @param fields Where the texts go.
 * @param label Tells the label to write under, nothing for none.
 * @param told Gets { busy } when it begins, and { value } when the texts are in their fields, or { error }.
 */
export function writing(says, fields, label, told, signal) {
  // Not disabled, which would take the focus away from it.
  const element = h("button", { type: "button", onclick: () => { if (element.ariaDisabled !== "true") write.now(); } }, says);
  const show = (busy) => {
    element.ariaDisabled = String(busy);
    element.textContent = busy ? "The model is writing" : says;
  };
  const write = latest((end) => written(fields.length, label(), end), (state) => {
    show(state.busy === true);
    state.value?.forEach((text, i) => { fields[i].value = text; });
    told(state);
  });
  const stop = () => {
    write.stop();
    show(false);
  };
  for (const field of fields) field.addEventListener("input", stop);
  signal.addEventListener("abort", stop);
  return { element, stop };
}
