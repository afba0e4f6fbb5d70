/* The ratings of a grid: one construct a view, the cards in an order of its own. */

import {
  describePair, findStep, listOpen, listSteps, orderCards, rate, ratingOf,
} from "./gridmodel.js";
import { ask, button, el } from "./page.js";
import { showNumber, t } from "./words.js";

export function showRatings(page) {
  const { given } = page;
  const { constructs } = given;
  const at = findPlace(page);
  const pair = constructs[at];
  page.rated = pair.key;
  const state = el("p", { class: "state", id: "rated" });
  const rows = el("div", {});
  const told = () => {
    state.textContent = t("{done} of {all} cards rated here", {
      done: given.elements.length - listOpen(given, pair.key).length, all: given.elements.length,
    });
  };
  const steps = listSteps(given.scale);
  for (const card of orderCards(given, pair.key)) {
    rows.append(steps.length ? makeButtons(page, pair, card, steps, told) : makeSlider(page, pair, card, told));
  }
  told();
  page.lay(t("Construct {n} of {all}: {label}", { n: at + 1, all: constructs.length, label: describePair(pair) }),
    el("p", { text: t("How near is each card to one pole or the other? {low} is “{left}”, {high} is “{right}”.", {
      low: showNumber(given.scale.minimum, 6), high: showNumber(given.scale.maximum, 6), left: pair.left, right: pair.right,
    }) }), state, rows, makeMoves(page, at));
}

/* The construct that is shown: where it was left, or the first with something open. */
function findPlace(page) {
  const { constructs } = page.given;
  const known = constructs.findIndex(({ key }) => key === page.rated);
  const open = constructs.findIndex(({ key }) => listOpen(page.given, key).length);
  return known >= 0 ? known : Math.max(0, open);
}

function makeMoves(page, at) {
  const { constructs } = page.given;
  const go = (to) => { page.rated = constructs[to].key; page.turnTo("ratings"); };
  const last = at === constructs.length - 1;
  const on = () => {
    if (!last) go(at + 1);
    else { page.rated = null; page.showPictureOr(); }
  };
  return el("div", { class: "row" },
    at > 0 ? button(t("Back"), () => go(at - 1)) : button(t("Back to the constructs"), () => page.turnTo("pairs")),
    button(last ? t("Continue to the picture") : t("Next construct"), () => leaveConstruct(page, constructs[at], on), { class: "strong" }));
}

/* Ask before cards are left open by mistake. */
function leaveConstruct(page, pair, on) {
  const open = listOpen(page.given, pair.key);
  if (!open.length) on();
  else {
    ask(t("Not rated yet: {cards}. Leave them open for now?", { cards: open.map(({ label }) => label).join("; ") }),
      t("Leave them open"), t("Stay here"), on);
  }
}

/* The frame of one card: its name, the poles at both ends, and what stands between them. */
function makeRating(pair, card, control, aside) {
  const pole = (side) => el("span", { class: `pole ${side}`, "aria-hidden": "true", text: pair[side] });
  return el("fieldset", { class: "rating", "data-card": card.key }, el("legend", { text: card.label }),
    el("div", { class: "between" }, pole("left"), control, pole("right")),
    el("div", { class: "aside" }, ...aside));
}

function makeButtons(page, pair, card, steps, told) {
  const name = `rating-${card.key}`;
  const held = () => ratingOf(page.given, pair.key, card.key);
  const back = button(t("Take back"), () => take(undefined), {
    hidden: held() === undefined, "aria-label": t("Undo: {label}", { label: card.label }),
  });
  const radios = [];
  const make = (value, text, label = null) => {
    const input = el("input", {
      type: "radio", name, value: String(value), "aria-label": label, checked: held() === value,
      on: { change: () => take(value) },
    });
    radios.push(input);
    return el("label", { class: "step" }, input, el("span", { text }));
  };
  const take = (value) => {
    page.edit((given) => rate(given, pair.key, card.key, value));
    if (value === undefined) {
      for (const radio of radios) radio.checked = false;
      radios[0].focus();
    }
    back.hidden = value === undefined;
    told();
  };
  const ends = { 0: pair.left, [steps.length - 1]: pair.right };
  const scale = el("div", { class: "scale" }, ...steps.map((value, at) => {
    const text = showNumber(value);
    return make(value, text, at in ends ? `${text}: ${ends[at]}` : null);
  }));
  return makeRating(pair, card, scale, [make(null, t("does not apply")), back]);
}

function makeSlider(page, pair, card, told) {
  const { minimum, maximum } = page.given.scale;
  const held = () => ratingOf(page.given, pair.key, card.key);
  const middle = (minimum + maximum) / 2;
  const shown = el("output", { class: "shown" });
  const slider = el("input", {
    type: "range", min: minimum, max: maximum, step: findStep(page.given.scale),
    "aria-label": t("{label}: from “{left}” to “{right}”", { label: card.label, left: pair.left, right: pair.right }),
  });
  const none = el("input", { type: "checkbox", on: { change: () => take(none.checked ? null : undefined) } });
  const back = button(t("Take back"), () => { take(undefined); slider.focus(); },
    { "aria-label": t("Undo: {label}", { label: card.label }) });
  const tell = () => {
    const value = held();
    const text = value === undefined ? t("not given yet") : value === null ? t("does not apply") : showNumber(value, 6);
    slider.value = typeof value === "number" ? value : middle;
    slider.classList.toggle("open", typeof value !== "number");
    slider.setAttribute("aria-valuetext", text);
    shown.textContent = text;
    none.checked = value === null;
    back.hidden = value === undefined;
    told();
  };
  const take = (value) => {
    page.edit((given) => rate(given, pair.key, card.key, value));
    tell();
  };
  const takeShown = () => take(Number(slider.value));
  slider.addEventListener("input", takeShown);
  // what stands in the middle can be meant, and is then not moved
  slider.addEventListener("click", takeShown);
  slider.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    takeShown();
  });
  const made = makeRating(pair, card, el("div", { class: "slide" }, slider, shown),
    [el("label", { class: "step" }, none, el("span", { text: t("does not apply") })), back]);
  tell();
  return made;
}
