// What the page shows is in the fragment of its address, so that an address can be kept and passed on: #view?name=value.

/** The view and its values that the address names. */
export function read() {
  const [view, values = ""] = location.hash.slice(1).split("?");
  return { view, values: Object.fromEntries(new URLSearchParams(values)) };
}

/** The address of a view; values that are empty or as usual are left out. */
export function address(view, values = {}) {
  const told = Object.entries(values).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const query = new URLSearchParams(told.map(([name, value]) => [name, String(value)])).toString();
  return `#${view}${query === "" ? "" : `?${query}`}`;
}

/** Writes what is shown now into the address, without a new entry in the history. */
export function keep(view, values) {
  if (location.hash !== address(view, values)) history.replaceState(null, "", address(view, values));
}

/** A number from the address within bounds; the usual one where there is none. */
export function number(text, usual, least = -Infinity, most = Infinity) {
  const value = Number(text);
  return text === undefined || text === "" || !Number.isFinite(value) ? usual : Math.min(most, Math.max(least, value));
}
