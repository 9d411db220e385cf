// The question for the key of a server that wants one.

import { isKey, keep } from "./api.js";
import { h } from "./dom.js";

/**
 * Asks for the key until there is one. Browsers let everybody close a dialog, so whoever does finds it again behind a button.
 * @param wasWrong Whether there was a key that the server refused.
 */
export function askKey(wasWrong) {
  return new Promise((resolve) => {
    const said = h("span", { role: "alert" }, wasWrong ? "The key is not the right one. " : "");
    const input = h("input", { type: "password", id: "key", autocomplete: "current-password", required: true });
    let isGiven = false;
    const dialog = h("dialog", {
      "aria-labelledby": "key-title",
      onclose: () => {
        if (isGiven) return;
        document.getElementById("begin")?.remove();
        document.querySelector("header").append(locked);
        button.focus();
      },
    },
    h("form", {
      onsubmit: (event) => {
        event.preventDefault();
        const key = input.value.trim();
        if (key === "") return;
        if (!isKey(key)) {
          said.textContent = "A key has letters, digits and marks of ASCII alone: something else came with it when it was copied. ";
          input.focus();
          return;
        }
        keep(key);
        isGiven = true;
        dialog.close();
        dialog.remove();
        resolve();
      },
    },
    h("h2", { id: "key-title" }, "This server needs its key"),
    h("p", {}, said, "Whoever started the server knows it. It is kept until this tab is closed."),
    h("label", { htmlFor: "key" }, "Key"), input,
    h("button", { class: "main" }, "Go on")));
    const button = h("button", {
      type: "button",
      onclick: () => {
        locked.remove();
        dialog.showModal();
      },
    }, "Enter the key");
    const locked = h("div", { class: "problem locked", role: "alert" },
      h("p", {}, h("strong", {}, "The server needs its key. "), "It answers nothing without."), button);
    document.body.append(dialog);
    dialog.showModal();
  });
}
