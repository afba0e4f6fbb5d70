/* The cards of a grid: a name for each role, and further cards. */

import {
  countRatingsOf, dropCard, LEAST_CARDS, listRoles, MOST_CARDS, nameCard, newCardKey, tidy,
} from "./gridmodel.js";
import { ask, button, el, field } from "./page.js";
import { t } from "./words.js";

export function showGridCards(page) {
  const { given, setup } = page;
  const roles = listRoles(setup);
  const wrong = el("p", { class: "wrong", role: "alert" });
  const asked = el("div", {});
  const further = el("div", {});
  const form = el("form", {
    novalidate: true, on: { submit: (event) => { event.preventDefault(); leaveCards(page, form, wrong); } },
  }, asked, further, el("div", { class: "row" }, makeAdding(page, further)), wrong,
  el("button", { type: "submit", class: "strong", text: t("Continue to the constructs") }));
  for (const { key, role, part } of roles) asked.append(makeCardField(page, { key, part }, role));
  const known = new Set(roles.map(({ key }) => key));
  for (const card of given.elements.filter(({ key }) => !known.has(key))) addFurther(page, further, card);
  for (let n = given.elements.length; !roles.length && n < LEAST_CARDS; n += 1) addFurther(page, further);
  page.lay(t("Cards"),
    el("p", { text: t("Think of one of your own for each description, and give it a name by which you will know it. Leave out what does not fit; at least {n} cards must remain.", { n: LEAST_CARDS }) }),
    el("p", { class: "note", text: t("No names of people or places. “The one with the long wait” will do.") }),
    form);
}

/* A card of the study, or a further one; the given ones go by their role unless named. */
function makeCardField(page, card, role) {
  const held = () => page.given.elements.find(({ key }) => key === card.key);
  const shown = () => (held() && held().label !== role ? held().label : "");
  const input = el("input", {
    type: "text", maxlength: 120, autocomplete: "off", value: shown(), "data-card": card.key,
    on: { change: () => takeName(page, card, role, input, wrong, shown) },
  });
  const wrong = el("p", { class: "wrong", role: "alert" });
  const help = card.part === "other" ? "" : t("This card is always there. A name of your own is not needed.");
  const made = field(role, input, help);
  made.append(wrong);
  return made;
}

/* Keep a name as soon as it is typed, unless another card has it. */
function takeName(page, card, role, input, wrong, shown) {
  const label = tidy(input.value) || (card.part === "other" ? "" : role.slice(0, 120));
  const taken = label && page.given.elements.some((one) => one.key !== card.key && one.label.toLowerCase() === label.toLowerCase());
  wrong.textContent = taken ? t("Another card already has this name.") : "";
  input.setAttribute("aria-invalid", String(Boolean(taken)));
  if (taken) return;
  if (label) page.edit((given) => nameCard(given, card.key, label, card.part));
  else takeOut(page, card, input, shown);
  renewSteps(page);
}

function takeOut(page, { key }, input, shown) {
  const n = countRatingsOf(page.given, key);
  const drop = () => {
    input.value = "";
    page.edit((given) => dropCard(given, key));
    renewSteps(page);
  };
  if (!n) drop();
  else {
    const label = shown();
    input.value = label;
    ask(t("Remove the card “{label}” and its {n} ratings?", { label, n }), t("Remove it"), t("Keep it"), drop);
  }
}

function renewSteps(page) {
  page.main.querySelector("nav.stages").replaceWith(page.makeSteps());
}

function makeAdding(page, further) {
  return button(t("Add a card"), () => {
    const card = addFurther(page, further);
    if (card) card.querySelector("input").focus();
  });
}

function addFurther(page, further, known = null) {
  const shown = [...page.main.querySelectorAll("[data-card]"), ...further.querySelectorAll("[data-card]")];
  if (!known && shown.length >= MOST_CARDS) {
    page.announce(t("More than {n} cards are too many for one session.", { n: MOST_CARDS }));
    return null;
  }
  const key = known ? known.key : newCardKey(page.given, page.setup, shown.map((one) => one.dataset.card));
  const made = makeCardField(page, { key, part: "other" }, t("Another card"));
  further.append(made);
  return made;
}

function leaveCards(page, form, wrong) {
  const bad = form.querySelector("[aria-invalid=true]");
  const few = page.given.elements.length < LEAST_CARDS;
  wrong.textContent = bad ? t("Two cards have the same name. Give one of them another.")
    : few ? t("At least {n} cards need a name.", { n: LEAST_CARDS }) : "";
  if (bad) bad.focus();
  else if (few) [...form.querySelectorAll("input")].find(({ value }) => !value).focus();
  else page.turnTo("pairs");
}
