/* The constructs of a grid: found by comparing cards or by asking further, in own words. */

import {
  addPair, describePair, dropPair, findPair, hasSamePoles, MOST_PAIRS, tidy,
} from "./gridmodel.js";
import { ask, button, choice, el, field } from "./page.js";
import { drawSet } from "./triads.js";
import { t } from "./words.js";

/* How many cards are drawn for a comparison; all of them where it is not said. */
const DRAWN = { triad: 3, dyad: 2 };
const LADDERS = ["ladder up", "ladder down"];

// --- all that were found

export function showPairs(page) {
  const { constructs } = page.given;
  page.lay(t("Constructs"));
  if (constructs.length) {
    const list = el("ol", { class: "pairs" });
    for (const pair of constructs) list.append(makePair(page, pair));
    page.main.append(list);
  } else {
    page.main.append(el("p", { text: t("A construct is a difference that matters to you, with two poles: what some of the cards have, and its opposite. Cards are compared to find one. There are no good or bad answers.") }));
  }
  if (constructs.length < MOST_PAIRS) page.main.append(makeFinding(page));
  if (constructs.some(({ kind }) => kind !== "overall")) {
    page.main.append(el("h2", { text: t("Is that enough?") }),
      el("p", { text: t("Continue as long as something new comes up. Eight to twelve constructs are common.") }),
      el("div", { class: "row" },
        button(t("That is enough: continue to the ratings"), () => page.turnTo("ratings"), { class: "strong" })),
      page.makeNotes());
  }
}

function makePair(page, pair) {
  const label = describePair(pair);
  const named = (text) => ({ "aria-label": `${text}: ${label}` });
  const act = (text, heard) => button(text, heard, named(text));
  const row = el("div", { class: "row" }, act(t("Change"), () => openForm(page, { ...pair })));
  if (pair.kind !== "overall") {
    row.append(act(t("Remove"), () => removePair(page, pair)));
    for (const method of LADDERS) {
      row.append(act(nameMethod(method), () => openForm(page, { ...blank(), method, begun: pair.key })));
    }
  }
  return el("li", {}, el("p", { class: "poles", text: label }),
    el("p", { class: "state", text: describeFinding(page, pair) }), row);
}

function describeFinding(page, pair) {
  const begun = pair.begun && findPair(page.given, pair.begun);
  const found = {
    triad: t("from three cards"), dyad: t("from two cards"), "full context": t("from all cards"),
    "ladder up": t("from: why does that matter?"), "ladder down": t("from: how can you tell?"),
    supplied: t("given to everybody, and rated last"),
  }[pair.method];
  const preferred = { left: pair.left, right: pair.right, none: t("neither") }[pair.preferred];
  return [found, begun ? t("started at “{label}”", { label: describePair(begun) }) : "",
    preferred ? t("prefers: {pole}", { pole: preferred }) : ""].filter(Boolean).join("; ");
}

function removePair(page, pair) {
  const n = Object.keys(page.given.ratings[pair.key] || {}).length;
  ask(t("Remove “{label}” and its {n} ratings?", { label: describePair(pair), n }), t("Remove"), t("Keep"), () => {
    page.edit((given) => dropPair(given, pair.key));
    page.announce(t("Removed."));
    page.turnTo("pairs");
  });
}

function makeFinding(page) {
  let method = page.draft.compared || lastCompared(page.given) || "triad";
  return el("section", {},
    el("h2", { text: t("Find a construct") }),
    choice(t("What is compared"), "method", Object.entries({
      triad: t("three cards"), dyad: t("two cards"), "full context": t("all cards at once"),
    }), method, (value) => { method = value; }),
    el("div", { class: "row" }, button(t("Show the cards"),
      () => openForm(page, { ...blank(), method, shown: drawCards(page, method), compared: method }), { class: "strong" })));
}

function lastCompared({ constructs }) {
  const compared = constructs.filter(({ method }) => method in DRAWN || method === "full context");
  return compared.length ? compared[compared.length - 1].method : null;
}

// --- one that is found, or worded anew

function blank() {
  return { key: null, kind: null, left: "", right: "", preferred: null, shown: [], alike: [], begun: null };
}

function openForm(page, draft) {
  page.setDraft(draft);
  page.turnTo("pair");
}

function drawCards(page, method) {
  const keys = page.given.elements.map(({ key }) => key);
  if (!(method in DRAWN)) return method === "full context" ? keys : [];
  const shown = page.given.constructs.filter((one) => one.method in DRAWN).map((one) => one.shown);
  return drawSet(keys, DRAWN[method], page.given.seed, [...shown, ...(page.draft.skipped || [])]);
}

function nameMethod(method) {
  return {
    triad: t("Three cards"), dyad: t("Two cards"), "full context": t("All cards"),
    "ladder up": t("Why does it matter?"), "ladder down": t("How can you tell?"),
    supplied: t("Given to everybody"),
  }[method];
}

function askAbout(page, method) {
  const { practice } = page.setup;
  return {
    triad: t("In what way that matters for {practice} are two of these alike, and different from the third?", { practice }),
    dyad: t("In what way that matters for {practice} are these two alike, or different?", { practice }),
    "full context": t("In what way that matters for {practice} do some of these belong together, and differ from the others?", { practice }),
    "ladder up": t("Think of the pole that you prefer. Why does that matter to you?"),
    "ladder down": t("How can you tell which pole it is? What would you see?"),
  }[method];
}

export function showPairForm(page) {
  const { draft, given } = page;
  const editing = draft.key && findPair(given, draft.key);
  if (!editing && (draft.key || (draft.begun && !findPair(given, draft.begun)))) {
    page.setDraft(blank());
    showPairs(page);
    return;
  }
  if (!editing && isStale(page)) page.setDraft({ shown: drawCards(page, draft.method), alike: [] });
  const wrong = el("p", { class: "wrong", role: "alert" });
  const form = el("form", {
    novalidate: true, on: { submit: (event) => { event.preventDefault(); keep(page, form, wrong, true); } },
  });
  form.append(...makeShown(page), ...makePoles(page), wrong, makeEnd(page, form, wrong, editing));
  const question = editing ? "" : askAbout(page, draft.method);
  page.lay(editing ? t("Change a construct") : nameMethod(draft.method),
    question && el("p", { class: "question", text: question }), form);
}

/* Whether the cards were changed since they were drawn. */
function isStale({ draft, given }) {
  const size = DRAWN[draft.method] || (draft.method === "full context" ? given.elements.length : 0);
  return draft.shown.length !== size ||
    draft.shown.some((key) => !given.elements.some((one) => one.key === key));
}

function makeShown(page) {
  const { draft, given } = page;
  if (draft.begun && LADDERS.includes(draft.method)) {
    return [el("p", { class: "card large", text: describePair(findPair(given, draft.begun)) })];
  }
  const cards = draft.shown.map((key) => given.elements.find((one) => one.key === key)).filter(Boolean);
  if (!cards.length) return [];
  if (draft.method === "dyad") {
    return [el("ul", { class: "cards" }, ...cards.map(({ label }) => el("li", { class: "card", text: label })))];
  }
  const legend = draft.method === "triad" ? t("Which two are alike? You need not say.") : t("Which belong together? You need not say.");
  const set = el("fieldset", { class: "cards" }, el("legend", { text: legend }));
  for (const { key, label } of cards) {
    const box = el("input", {
      type: "checkbox", value: key, checked: draft.alike.includes(key), on: { change: () => markAlike(page, set, box) },
    });
    set.append(el("label", { class: "card" }, box, el("span", { text: label })));
  }
  return [set];
}

/* Of three cards two are alike: a third mark takes the place of the first. */
function markAlike(page, set, box) {
  const alike = page.draft.alike.filter((key) => key !== box.value);
  if (box.checked) alike.push(box.value);
  const most = page.draft.method === "triad" ? 2 : page.draft.shown.length;
  if (alike.length > most) {
    const gone = alike.shift();
    [...set.querySelectorAll("input")].find(({ value }) => value === gone).checked = false;
    const { label } = page.given.elements.find(({ key }) => key === gone);
    page.announce(t("“{label}” is no longer marked: two of the three can be alike.", { label }));
  }
  page.setDraft({ alike });
}

function makePoles(page) {
  const { draft } = page;
  if (draft.kind === "overall") {
    return [el("p", { class: "card large", text: describePair(draft) }), makePreferred(page).set];
  }
  const { set, name } = makePreferred(page);
  const pole = (side) => el("textarea", {
    rows: 2, maxlength: 200, value: draft[side], "data-pole": side,
    on: { input: (event) => { page.setDraft({ [side]: event.target.value }); name(); } },
  });
  const shared = {
    triad: t("What the two have in common"), dyad: t("What they have in common, or what marks one of them"),
    "full context": t("What those have in common"), "ladder up": t("Your answer"), "ladder down": t("Your answer"),
  }[draft.method];
  return [
    field(shared, pole("left"), t("In your own words, as short as you like.")),
    field(t("And the opposite of that, for you"), pole("right")), set,
  ];
}

function makePreferred(page) {
  const told = () => [
    tidy(page.draft.left) || t("the first"), tidy(page.draft.right) || t("the opposite"), t("neither"), t("not asked"),
  ];
  const set = choice(t("Which of the two do you prefer?"), "preferred",
    ["left", "right", "none", ""].map((value, at) => [value, told()[at]]), page.draft.preferred || "",
    (value) => page.setDraft({ preferred: value || null }));
  const names = [...set.querySelectorAll("span")];
  return { set, name: () => told().forEach((text, at) => { names[at].textContent = text; }) };
}

function makeEnd(page, form, wrong, editing) {
  const { method } = page.draft;
  const row = el("div", { class: "row" });
  const compared = !editing && !LADDERS.includes(method);
  const full = page.given.constructs.length + 1 >= MOST_PAIRS;
  if (compared && !full) row.append(el("button", { type: "submit", class: "strong", text: t("Keep it, and find another") }));
  row.append(compared && !full
    ? button(t("Keep it"), () => keep(page, form, wrong, false))
    : el("button", { type: "submit", class: "strong", text: t("Keep it") }));
  if (!editing && method in DRAWN) {
    row.append(button(method === "triad" ? t("Another three") : t("Another two"), () => skip(page)));
  }
  row.append(button(t("Leave it"), () => { page.setDraft(blank()); page.turnTo("pairs"); }));
  return row;
}

/* Show other cards; what was typed stays. */
function skip(page) {
  page.setDraft({ skipped: [...(page.draft.skipped || []), page.draft.shown] });
  page.setDraft({ shown: drawCards(page, page.draft.method), alike: [] });
  page.turnTo("pair");
}

function findWrong({ draft, given, setup }, left, right) {
  const others = given.constructs.filter(({ key }) => key !== draft.key);
  const [one, other] = setup.overall;
  if (!left) return ["left", t("Give the first pole.")];
  if (!right) return ["right", t("Give the opposite.")];
  if (left === right) return ["right", t("The two poles are the same. Say what the opposite would be.")];
  const overall = draft.kind !== "overall" && one && hasSamePoles({ left: one, right: other }, left, right);
  if (overall) return ["left", t("This construct is given to everybody at the end. Find another.")];
  if (others.some((pair) => hasSamePoles(pair, left, right))) return ["left", t("You already have this construct.")];
  return null;
}

function keep(page, form, wrong, more) {
  const { draft } = page;
  const [left, right] = [tidy(draft.left), tidy(draft.right)];
  const found = findWrong(page, left, right);
  for (const box of form.querySelectorAll("[data-pole]")) {
    box.setAttribute("aria-invalid", String(Boolean(found && found[0] === box.dataset.pole)));
  }
  wrong.textContent = found ? found[1] : "";
  if (found) {
    form.querySelector(`[data-pole=${found[0]}]`).focus();
    return;
  }
  const { method, preferred, shown, alike, begun } = draft;
  page.edit((given) => {
    const known = draft.key && findPair(given, draft.key);
    if (known) Object.assign(known, { left, right, preferred, alike });
    else addPair(given, { left, right, preferred, method, shown, alike, begun });
  });
  const compared = !draft.key && !LADDERS.includes(method);
  page.setDraft(blank());
  page.announce(t("Kept: {label}", { label: describePair({ left, right }) }));
  if (more && compared && page.given.constructs.length < MOST_PAIRS) {
    page.setDraft({ method, shown: drawCards(page, method) });
    page.turnTo("pair");
  } else page.turnTo("pairs");
}
