/* Elements of a page. Text goes in as text alone, so that no label can become markup. */

const DRAWING = "http://www.w3.org/2000/svg";

/* An element: attributes, `text`, and listeners under `on`. */
export function el(name, options = {}, ...children) {
  return furnish(document.createElement(name), options, children);
}

/* An element of a drawing. */
export function draw(name, options = {}, ...children) {
  return furnish(document.createElementNS(DRAWING, name), options, children);
}

function furnish(element, options, children) {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name === "value") element.value = value;
    else if (name === "checked") element.checked = value;
    else if (name === "on") {
      for (const [event, heard] of Object.entries(value)) element.addEventListener(event, heard);
    } else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(text, heard, options = {}) {
  return el("button", { type: "button", text, on: { click: heard }, ...options });
}

let labels = 0;

/* A field with its label, and what helps to fill it in. */
export function field(label, control, help = "") {
  const id = `field-${(labels += 1)}`;
  control.id = id;
  const told = help ? el("span", { class: "help", id: `${id}-help`, text: help }) : null;
  if (told) control.setAttribute("aria-describedby", told.id);
  return el("div", { class: "field" }, el("label", { for: id, text: label }), told, control);
}

/* A question with one answer of several; `heard` is given the value. */
export function choice(legend, name, options, chosen, heard, shape = "") {
  const set = el("fieldset", { class: `choice ${shape}`.trim() }, el("legend", { text: legend }));
  for (const [value, label] of options) {
    const input = el("input", {
      type: "radio", name, value, checked: value === chosen,
      on: { change: () => heard(value) },
    });
    set.append(el("label", {}, input, el("span", { text: label })));
  }
  return set;
}

/* Say something to those who do not see it. */
export function announce(text) {
  const place = document.getElementById("said");
  place.textContent = "";
  // a text that stays the same would not be said again
  window.setTimeout(() => { place.textContent = text; }, 30);
}

/* Ask before something is done that cannot be undone. */
export function ask(question, yes, no, done) {
  const dialog = el("dialog", { "aria-labelledby": "question" });
  const close = (agreed) => {
    dialog.close();
    dialog.remove();
    if (agreed) done();
  };
  dialog.addEventListener("cancel", () => dialog.remove());
  dialog.append(
    el("p", { id: "question", text: question }),
    el("div", { class: "row" },
      button(no, () => close(false), { autofocus: true }),
      button(yes, () => close(true), { class: "strong" })),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/* Offer a text as a file. */
export function offerFile(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/* Numbers that chance seems to have drawn, the same for the same seed (mulberry32). */
export function drawNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/* A list in an order drawn by a seed (Fisher and Yates). */
export function shuffle(items, seed) {
  const next = drawNumbers(seed);
  const drawn = [...items];
  for (let last = drawn.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [drawn[last], drawn[other]] = [drawn[other], drawn[last]];
  }
  return drawn;
}

export function drawSeed() {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
