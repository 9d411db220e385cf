// Places for what is asked for: that work goes on, what came of it, and what went wrong.

import { isAborted } from "./api.js";
import { fill, h } from "./dom.js";

const LONG = 2000;
const WAITING = "Waiting for the model.";

/**
 * A place for one of three: what is there, that work goes on, and what went wrong with a button to try again. What screen readers shall say of it
 * is told apart, as it is less than there is to see. The focus of whoever is in it stays in it.
 */
export function outcome(again) {
  const content = h("div", { class: "content" });
  const status = h("p", { class: "unseen", role: "status" });
  const problem = h("div", { class: "problem", role: "alert", hidden: true });
  const element = h("div", { class: "outcome", tabindex: "-1" }, problem, status, content);
  let timer = 0;

  const setBusy = (busy) => {
    element.classList.toggle("busy", busy);
    content.setAttribute("aria-busy", String(busy));
    clearTimeout(timer);
    if (busy) timer = setTimeout(say, LONG, WAITING);
    else if (status.textContent === WAITING) say("");
  };

  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  function tryAgain() {
    const main = element.closest("main");
    element.focus();
    again();
    // The view may have been begun anew, without this place.
    if (!element.isConnected) main.focus({ preventScroll: true });
  }

  return {
    element,
    say,
    tell({ busy = false, error }) {
      setBusy(busy);
      problem.hidden = error === undefined;
      if (error === undefined) {
        if (!busy) content.inert = false;
        return;
      }
      const isWithin = content.contains(document.activeElement) || document.activeElement === element;
      const button = h("button", { type: "button", onclick: tryAgain }, "Try again");
      fill(problem, h("p", {}, h("strong", {}, "That did not work. "), error.message), button);
      if (isWithin) button.focus();
      // What is there is of an earlier question.
      content.inert = true;
    },
    show(...children) {
      const isWithin = element.contains(document.activeElement);
      setBusy(false);
      problem.hidden = true;
      content.inert = false;
      fill(content, ...children);
      if (!isWithin || content.contains(document.activeElement)) return;
      const heading = content.querySelector("h2, h3");
      heading?.setAttribute("tabindex", "-1");
      (heading ?? element).focus();
    },
  };
}

/**
 * A view for which something has to be there first. What it waits for and what goes wrong is told in its place, also where some of it was built.
 * @param again Begins it anew.
 * @param work Gets the place to tell in, and builds the view into the root.
 */
export async function prepared(root, again, work) {
  const waiting = outcome(again);
  fill(root, waiting.element);
  try {
    await work(waiting);
  } catch (error) {
    if (isAborted(error)) return;
    fill(root, waiting.element);
    waiting.show();
    waiting.tell({ error });
  }
}
