/* Ranks typed in from a printed sheet, in the order in which they stand there. */

import { ask, button, el, field } from "./page.js";
import { readSheet } from "./codes.js";
import { t } from "./words.js";

/* Texts by key as places: {places, left_out, gap}, or {key, wrong} at the first that is no rank.
   Equal ranks share a place, and a blank is left out. `gap` is what a number is missing before. */
export function sortRanks(keys, texts, ties) {
  const ranks = new Map();
  for (const key of keys) {
    const text = (texts[key] || "").trim().replace(",", ".");
    if (!text) continue;
    const rank = /^[0-9]{1,3}(?:\.[0-9]{1,2})?$/.test(text) ? Number(text) : NaN;
    if (!(rank >= 1 && rank <= keys.length)) {
      return { key, wrong: t("A rank is a number from 1 to {n}.", { n: keys.length }) };
    }
    if (!ties && ranks.has(rank)) return { key, wrong: t("{rank} occurs twice, and no two share a place.", { rank }) };
    ranks.set(rank, [...(ranks.get(rank) || []), key]);
  }
  const order = [...ranks.keys()].sort((a, b) => a - b);
  const places = order.map((rank) => ranks.get(rank));
  const placed = new Set(places.flat());
  return { places, left_out: keys.filter((key) => !placed.has(key)), gap: findGap(order, places) };
}

/* After two on rank 2 comes 3 or 4, and both may have 2.5: where something else comes. */
function findGap(order, places) {
  let [before, taken] = [0, 0];
  for (const [i, rank] of order.entries()) {
    const n = places[i].length;
    if (![before + 1, taken + 1, taken + (n + 1) / 2].includes(rank)) return { before, rank };
    [before, taken] = [rank, taken + n];
  }
  return null;
}

/* Show the form on a page of the ranking. */
export function showTyping(page, main) {
  const { given, session } = page;
  const keys = given.unplaced;
  const texts = { ...(session.draft || {}).ranks };
  const wrong = el("p", { class: "wrong", role: "alert" });
  const list = el("ul", { class: "places typed" });
  const fields = new Map();
  for (const key of keys) {
    const input = el("input", {
      inputmode: "decimal", autocomplete: "off", maxlength: 6, value: texts[key] || "",
      "aria-label": t("Rank of: {label}", { label: page.label(key) }),
      on: { input: () => {
        texts[key] = input.value;
        page.change((one) => { one.draft = { ...one.draft, ranks: { ...texts } }; });
      } },
    });
    fields.set(key, input);
    list.append(el("li", {}, el("span", { class: "label", text: page.label(key) }), input));
  }
  const take = () => {
    for (const input of fields.values()) input.removeAttribute("aria-invalid");
    const { key, wrong: told, places, left_out: out, gap } = sortRanks(keys, texts, given.ties);
    wrong.textContent = told ? `${page.label(key)}: ${told}` : places.length ? "" : t("No rank has been entered.");
    if (told) {
      fields.get(key).setAttribute("aria-invalid", "true");
      fields.get(key).focus();
    }
    if (wrong.textContent) return;
    const go = () => page.takeRanks(places, out);
    if (!gap) go();
    else {
      ask(gap.before
        ? t("After {before} comes {rank}: is a number missing, or misread? The order can be used as it is.", gap)
        : t("The lowest rank is {rank}, not 1: is a number missing, or misread? The order can be used as it is.", gap),
      t("Use it as it is"), t("Look again"), go);
    }
  };
  const form = el("form", { on: { submit: (event) => { event.preventDefault(); take(); } } },
    list, wrong, el("div", { class: "row" },
      el("button", { type: "submit", class: "strong", text: t("Use these ranks") }),
      button(t("Sort the cards instead"), () => page.type(false))));
  main.append(
    el("p", { text: t("Type the rank beside each construct, as on the sheet. Equal ranks share a place; leave blank what is blank there.") }),
    makeOrder(page), form);
}

/* Where the code of a sheet is typed, so that the list stands in its order. */
function makeOrder(page) {
  const known = (page.session.draft || {}).sheet || "";
  const code = el("input", { autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 60, value: known });
  const wrong = el("p", { class: "wrong", role: "alert" });
  return el("form", { on: { submit: (event) => {
    event.preventDefault();
    wrong.textContent = "";
    const { wrong: told, sheet } = readSheet(code.value, page.setup, page.given.cards);
    if (told) wrong.textContent = told;
    else if (sheet.participant && sheet.participant !== page.session.participant) {
      wrong.textContent = t("According to its code this is the sheet of {who}.", { who: sheet.participant });
    } else if (!sheet.listed) wrong.textContent = t("This is not a ranking sheet for these constructs.");
    else page.orderAs(sheet, code.value.trim());
  } } },
  field(t("Code of the ranking sheet"), code, t("With it the list is in the order of the sheet.")),
  wrong, el("button", { type: "submit", text: t("Put in its order") }),
  known ? el("p", { class: "state", text: t("The list is in the order of the sheet {code}.", { code: known }) }) : null);
}
