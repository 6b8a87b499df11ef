/**
 * Elements, and keeping them in step with data. Data becomes text nodes and attributes, never markup.
 *
 * A "part" is what a function makes that draws something: `{element, update(data), leave?()}`.
 */

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("a.quiet", {href}, "text", child)`. Attributes that are null, undefined or false are left out. */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  return filled(document.createElement(name), classes, attributes, children);
}

/** The same for a drawing. */
export function svg(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  return filled(document.createElementNS(SVG, name), classes, attributes, children);
}

function filled(element, classes, attributes, children) {
  if (classes.length) element.classList.add(...classes);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else setAttribute(element, name, value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "indeterminate", "selected"]);

/** Sets an attribute or, for what a user changes too, a property; only if it is another one. */
export function setAttribute(element, name, value) {
  if (PROPERTIES.has(name) && name in element) {
    if (element[name] !== (value ?? "")) element[name] = value ?? "";
    return;
  }
  if (value === null || value === undefined || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

export function setText(element, text) {
  const wanted = String(text);
  if (element.textContent !== wanted) element.textContent = wanted;
}

/** A style that geometry demands; everything else stands in the stylesheet. */
export function setStyle(element, name, value) {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}

/** Replaces the content, if `signature` says that it is another one. */
export function setContent(element, signature, make) {
  if (element.signature === signature) return;
  element.signature = signature;
  element.replaceChildren(...[make()].flat(Infinity).filter(Boolean));
}

/** Keeps a parent's children in step with a list: `const show = keyed(ul, makePart, keyOf); show(items)`. */
export function keyed(parent, makePart, keyOf) {
  const parts = new Map();
  return (items) => {
    const wanted = new Map(items.map((item) => [keyOf(item), item]));
    for (const [key, part] of parts) {
      if (wanted.has(key)) continue;
      part.leave?.();
      part.element.remove();
      parts.delete(key);
    }
    let place = parent.firstChild;
    for (const [key, item] of wanted) {
      let part = parts.get(key);
      if (part === undefined) {
        part = makePart(item);
        parts.set(key, part);
      }
      part.update(item);
      if (part.element === place) place = place.nextSibling;
      else parent.insertBefore(part.element, place);
    }
  };
}

/** Text that is read from left to right whatever surrounds it: numbers, ids, addresses. */
export function ltr(text, tag = "bdi.mono") {
  return h(tag, { dir: "ltr" }, String(text));
}

/** Text of unknown direction: names and whatever a caller chose. */
export function isolated(text) {
  return h("bdi", {}, String(text));
}

/** What the server says in English. */
export function english(text, tag = "span") {
  return h(tag, { lang: "en", dir: "ltr" }, String(text));
}

/** A tree of listeners that go when what they belong to goes. */
export function lifetime() {
  const ends = [];
  return {
    add: (...functions) => ends.push(...functions),
    end: () => {
      while (ends.length) ends.pop()();
    },
  };
}
