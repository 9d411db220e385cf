// Elements in one expression. Styles are classes or properties set by code: the server's policy allows no inline ones.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties, listeners (onclick), attributes and children; null, undefined and false are left out. */
export function h(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** The same for a drawing. */
export function svg(tag, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), properties, children);
}

/** Puts other children into an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter(isThere));
  return element;
}

/** A name that no other element of the page has. */
let last = 0;
export const newId = (prefix) => `${prefix}-${++last}`;

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (!isThere(value)) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "htmlFor") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(isThere));
  return element;
}

const isThere = (value) => value !== null && value !== undefined && value !== false;
