// What the page shows is in the fragment of its address, so that an address can be kept and passed on: #view?name=value.

/** The view and its values that the address names. */
export function read() {
  // Addresses that are written by hand may have further question marks in a text.
  const [view, ...values] = location.hash.slice(1).split("?");
  return { view, values: Object.fromEntries(new URLSearchParams(values.join("?"))) };
}

/** The address of a view; values that are empty or as usual are left out. */
export function address(view, values = {}) {
  const told = Object.entries(values).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const query = new URLSearchParams(told.map(([name, value]) => [name, String(value)])).toString();
  return `#${view}${query === "" ? "" : `?${query}`}`;
}

const REST = 200;
let timer = 0;

/**
 * Writes what is shown now into the address, without a new entry in the history; with a rest, as browsers refuse to be told of every move of a slider.
 * @param signal Aborted when the view is left, whose values then are those of no view.
 */
export function keep(view, values, signal) {
  clearTimeout(timer);
  const before = location.hash;
  timer = setTimeout(() => {
    // Whoever goes back has another address some time before the view is told to end; it must not be written over.
    if (!signal.aborted && location.hash === before && before !== address(view, values)) history.replaceState(null, "", address(view, values));
  }, REST);
}

/** A number from the address within bounds; the usual one where there is none. */
export function number(text, usual, least = -Infinity, most = Infinity) {
  const value = Number(text);
  return text === undefined || text === "" || !Number.isFinite(value) ? usual : Math.min(most, Math.max(least, value));
}
