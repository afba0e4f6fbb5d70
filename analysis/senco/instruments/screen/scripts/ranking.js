/* Ranking by hand: cards are laid on three heaps, and then put in order. */

import { button, draw, drawSeed, el, field, shuffle } from "./page.js";
import { describeProgress } from "./app.js";
import { showTyping } from "./typedranks.js";
import { t } from "./words.js";

export const ranking = {
  key: "ranking",
  get title() { return t("Ranking"); },
  state({ ranking: given }) {
    const all = given ? given.cards.length : 1;
    return describeProgress(given ? all - given.unplaced.length : 0, all);
  },
  show: (main, context) => new Ranking(main, context).show(),
  prepare: prepareCards,
  take: takeSheet,
  record: makeRecord,
};

/* A ranking that nobody has begun. */
export function beginRanking(setup, seed) {
  return {
    seed, cards: setup.cards, ties: setup.ties, places: [], left_out: [],
    unplaced: shuffle(setup.cards.map(({ key }) => key), seed), notes: "",
  };
}

/* A session that begins with the code of a ranking sheet has the order of that sheet. */
function takeSheet(session, setup, sheet) {
  if (!sheet.listed) return;
  session.ranking = beginRanking(setup, sheet.order);
  session.draft = { ...session.draft, sheet: sheet.text, typing: true };
}

/* Move the card at `from` (a place and where it lies there) one place up or down. A card that
   shares its place leaves it; one by itself changes with its neighbour. */
export function moveCard(places, key, by) {
  const at = places.findIndex((place) => place.includes(key));
  const place = places[at];
  if (place.length > 1) {
    const rest = place.filter((one) => one !== key);
    const split = by < 0 ? [[key], rest] : [rest, [key]];
    return [...places.slice(0, at), ...split, ...places.slice(at + 1)];
  }
  return putCard(places, key, at + by);
}

/* Put a card on a place of its own, before the place that is now the `to`th of the others. */
export function putCard(places, key, to) {
  const others = removeCard(places, key);
  const where = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, where), [key], ...others.slice(where)];
}

/* Lay a card beside those on the place above it. */
export function tieCard(places, key) {
  const at = places.findIndex((place) => place.includes(key));
  if (at < 1) return places;
  const above = places[at - 1];
  const rest = places[at].filter((one) => one !== key);
  return [...places.slice(0, at - 1), [...above, key], ...(rest.length ? [rest] : []), ...places.slice(at + 1)];
}

export function removeCard(places, key) {
  return places.map((place) => place.filter((one) => one !== key)).filter((place) => place.length);
}

/* The numbers of a place: "3", or "3 to 4" where cards share it. */
export function namePlaces(places) {
  let taken = 0;
  return places.map((place) => {
    const [first, last] = [taken + 1, taken + place.length];
    taken = last;
    return first === last ? String(first) : t("{first} to {last}", { first, last });
  });
}

/* The list of cards, for the researcher to change before a session. */
function prepareCards(setup) {
  const place = `senco-cards:${setup.study}`;
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(place)); } catch { /* then as the page was made */ }
  const made = { cards: setup.cards, ties: setup.ties };
  const use = ({ cards, ties }) => Object.assign(setup, { cards, ties });
  if (kept && Array.isArray(kept.cards) && kept.made === setup.digest) use(kept);
  const list = el("textarea", { rows: 8, value: setup.cards.map(({ label }) => label).join("\n") });
  const ties = el("input", { type: "checkbox", checked: setup.ties });
  const told = el("p", { class: "state", role: "status" });
  const form = el("form", { on: { submit: (event) => {
    event.preventDefault();
    use({ cards: readCards(list.value, made.cards), ties: ties.checked });
    try { localStorage.setItem(place, JSON.stringify({ made: setup.digest, cards: setup.cards, ties: setup.ties })); } catch { /* for this page alone */ }
    list.value = setup.cards.map(({ label }) => label).join("\n");
    told.textContent = t("{n} cards, for sessions whose ranking has not started yet.", { n: setup.cards.length });
  } } },
  field(t("One card to a line"), list),
  el("div", { class: "choice" }, el("label", {}, ties, el("span", { text: t("Cards may share a place") }))),
  el("button", { type: "submit", text: t("Use this list") }), told);
  return el("details", {}, el("summary", { text: t("The cards of the ranking ({n})", { n: setup.cards.length }) }), form);
}

/* Cards from lines: one that is there already keeps its key, another has one of its own words. */
export function readCards(text, known) {
  const labels = [...new Set(text.split("\n").map((line) => line.trim().replace(/\s+/g, " ").slice(0, 160)))].filter(Boolean).slice(0, 150);
  const keys = new Map(known.map(({ key, label }) => [label, key]));
  const taken = new Set(labels.filter((label) => keys.has(label)).map((label) => keys.get(label)));
  return labels.map((label) => {
    if (keys.has(label)) return { key: keys.get(label), label };
    const plain = label.normalize("NFD").toLowerCase().replace(/[\u0300-\u036f'’]/g, "")
      .replace(/[^a-z0-9]+/g, "-").replace(/^-+/, "").slice(0, 70).replace(/-+$/, "") || "card";
    let key = plain;
    for (let n = 2; taken.has(key); n += 1) key = `${plain}-${n}`;
    taken.add(key);
    return { key, label };
  });
}

class Ranking {
  constructor(main, context) {
    Object.assign(this, context, { main });
    if (!this.session.ranking) {
      this.change((one) => { one.ranking = beginRanking(this.setup, drawSeed()); });
    }
    const labels = new Map(this.given.cards.map(({ key, label }) => [key, label]));
    this.label = (key) => labels.get(key);
  }

  get given() { return this.session.ranking; }

  show() {
    this.main.replaceChildren(el("h1", { text: t("Ranking") }));
    if (!this.given.cards.length) {
      this.main.append(el("p", { text: t("There are no cards yet. Close the session, and type your list on the first page.") }));
      return;
    }
    if (this.isUntouched && (this.session.draft || {}).typing) showTyping(this, this.main);
    else if (this.given.unplaced.length) this.showHeaps();
    else this.showOrder();
    this.main.append(this.makeNotes());
  }

  // --- from a printed sheet

  get isUntouched() { return this.given.unplaced.length === this.given.cards.length; }

  setDraft(values) { this.change((one) => { one.draft = { ...one.draft, ...values }; }); }

  type(typing) {
    this.setDraft({ typing });
    this.refresh("h1");
  }

  orderAs(sheet, text) {
    const { cards, ties } = this.given;
    this.change((one) => { one.ranking = beginRanking({ cards, ties }, sheet.order); });
    this.setDraft({ sheet: text });
    this.announce(t("The list is in the order of the sheet {code}.", { code: text }));
    this.refresh("h1");
  }

  takeRanks(places, out) {
    this.change((one) => {
      Object.assign(one.ranking, { places, left_out: out, unplaced: [] });
      one.draft = { ...one.draft, ranks: {}, typing: false };
    });
    this.announce(t("The ranks are entered. Compare the order with the sheet."));
    this.refresh("h1");
  }

  // --- first, card by card

  showHeaps() {
    const { unplaced, cards } = this.given;
    const [key] = unplaced;
    this.main.append(
      el("p", { text: t("There is no right order, and the end of the row does not mean unimportant. First put each card on a pile; the exact order comes afterwards.") }),
      el("p", { class: "state", text: t("Card {n} of {all}", { n: cards.length - unplaced.length + 1, all: cards.length }) }),
      el("p", { class: "card large", id: "card", text: this.label(key) }),
      el("div", { class: "row", role: "group", "aria-labelledby": "card" },
        ...[["high", t("High")], ["middle", t("Middle")], ["low", t("Low")]].map(([heap, text]) =>
          button(text, () => this.lay(key, heap), { class: "strong", "data-heap": heap })),
        button(t("Not relevant to me"), () => this.lay(key, "out"), { "data-heap": "out" })));
    this.main.append(this.isUntouched
      ? button(t("Type ranks from a printed sheet"), () => this.type(true))
      : button(t("Go back one card"), () => this.takeBack()));
  }

  /* Until every card is on a heap, heaps are stretches of the places: high, middle, low. The focus
     stays on the button that was pressed, so that card after card can be laid. */
  lay(key, heap) {
    this.change((one) => {
      const given = one.ranking;
      given.unplaced = given.unplaced.filter((other) => other !== key);
      if (heap === "out") given.left_out.push(key);
      else {
        this.heaps = this.heaps || new Map(given.places.flat().map((other) => [other, "middle"]));
        this.heaps.set(key, heap);
        const order = ["high", "middle", "low"];
        const end = given.places.findIndex(([other]) => order.indexOf(this.heaps.get(other)) > order.indexOf(heap));
        given.places.splice(end < 0 ? given.places.length : end, 0, [key]);
      }
      this.laid = [...(this.laid || []), key];
    });
    this.announce(this.given.unplaced.length ? this.label(this.given.unplaced[0]) : t("Every card is on a pile. Now put them in order."));
    this.refresh(this.given.unplaced.length ? `[data-heap="${heap}"]` : "h1");
  }

  takeBack() {
    const placed = [...this.given.places.flat(), ...this.given.left_out];
    const key = (this.laid || []).pop() || placed[placed.length - 1];
    this.change((one) => {
      one.ranking.places = removeCard(one.ranking.places, key);
      one.ranking.left_out = one.ranking.left_out.filter((other) => other !== key);
      one.ranking.unplaced.unshift(key);
    });
    this.announce(this.label(key));
    this.refresh("h1");
  }

  // --- then all of them

  showOrder() {
    const { places, left_out: out } = this.given;
    const numbers = namePlaces(places);
    this.list = el("ol", { class: "places", "aria-label": t("Cards, the highest priority first") });
    places.forEach((place, at) => {
      for (const key of place) this.list.append(this.makeCard(key, at, numbers[at], place.length > 1));
    });
    const level = this.given.ties ? ` ${t("The button = puts a card level with the one above: use it where you cannot choose between two.")}` : "";
    this.main.append(
      el("p", { id: "how", text: t("Drag a card by its handle, or choose it and use its buttons: ↑ and ↓ move it, × marks it as not relevant. The arrow keys move the chosen card.") + level }),
      this.list);
    if (out.length) {
      const list = el("ul", { class: "places" });
      for (const key of out) {
        list.append(el("li", {}, el("span", { class: "label", text: this.label(key) }),
          button(t("Put it in the row"), () => this.putBack(key), { "aria-label": t("Put in the row: {label}", { label: this.label(key) }) })));
      }
      this.main.append(el("h2", { text: t("Not relevant") }), list);
    }
    this.main.append(el("div", { class: "row" },
      button(t("Done"), this.leave, { class: "strong" }),
      button(t("Begin again"), () => this.beginAgain())));
  }

  makeCard(key, at, number, shared) {
    const label = this.label(key);
    const named = (text) => ({ "aria-label": `${text}: ${label}`, title: text });
    const grip = el("button", {
      type: "button", class: "handle", "data-key": key, "aria-describedby": "how",
      "aria-label": t("{label}, place {number}", { label, number }),
      on: { keydown: (event) => this.steer(event, key), pointerdown: (event) => this.drag(event, key) },
    }, makeHandle());
    const buttons = [
      button("↑", () => this.move(key, -1), { ...named(t("Up")), disabled: at === 0 && !shared }),
      button("↓", () => this.move(key, 1), { ...named(t("Down")), disabled: at === this.given.places.length - 1 && !shared }),
    ];
    if (this.given.ties) {
      buttons.push(button("=", () => this.tie(key), { ...named(t("Level with the one above")), disabled: at === 0 }));
    }
    buttons.push(button("×", () => this.leaveOut(key), named(t("Not relevant"))));
    return el("li", { "data-key": key, class: shared ? "shared" : "", on: { click: (event) => { if (!event.target.closest("button")) grip.focus(); } } },
      grip, el("span", { class: "place", text: number }), el("span", { class: "label", text: label }),
      el("span", { class: "moves" }, ...buttons));
  }

  steer(event, key) {
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key in steps) {
      event.preventDefault();
      this.move(key, steps[event.key]);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      this.put(key, event.key === "Home" ? 0 : this.given.places.length);
    }
  }

  /* Follow the pointer, and lay the card where it is let go. */
  drag(event, key) {
    if (event.button > 0) return;
    event.preventDefault();
    const grip = event.currentTarget;
    const item = grip.closest("li");
    const start = event.clientY;
    grip.setPointerCapture(event.pointerId);
    item.classList.add("dragged");
    const move = (moved) => {
      item.style.transform = `translateY(${moved.clientY - start}px)`;
      if (moved.clientY < 60) window.scrollBy(0, -12);
      else if (moved.clientY > window.innerHeight - 60) window.scrollBy(0, 12);
    };
    const end = (ended) => {
      grip.removeEventListener("pointermove", move);
      grip.removeEventListener("pointerup", end);
      grip.removeEventListener("pointercancel", end);
      item.classList.remove("dragged");
      item.style.transform = "";
      if (ended.type === "pointerup" && Math.abs(ended.clientY - start) > 5) this.drop(key, item, ended.clientY);
      else grip.focus();
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end);
    grip.addEventListener("pointercancel", end);
  }

  drop(key, item, height) {
    const above = [...this.list.children].filter((other) => {
      const box = other.getBoundingClientRect();
      return other !== item && box.top + box.height / 2 < height;
    });
    const others = removeCard(this.given.places, key);
    const last = above.length ? above[above.length - 1].dataset.key : null;
    this.put(key, last === null ? 0 : others.findIndex((place) => place.includes(last)) + 1);
  }

  put(key, to) { this.arrange(key, putCard(this.given.places, key, to)); }

  move(key, by) { this.arrange(key, moveCard(this.given.places, key, by)); }

  tie(key) { this.arrange(key, tieCard(this.given.places, key)); }

  arrange(key, places) {
    this.change((one) => { one.ranking.places = places; });
    const at = places.findIndex((place) => place.includes(key));
    const number = namePlaces(places)[at];
    this.announce(t("{label}: place {number} of {all}", { label: this.label(key), number, all: places.flat().length }));
    this.refresh(`.handle[data-key="${CSS.escape(key)}"]`);
  }

  leaveOut(key) {
    this.change((one) => {
      one.ranking.places = removeCard(one.ranking.places, key);
      one.ranking.left_out.push(key);
    });
    this.announce(t("{label}: not relevant", { label: this.label(key) }));
    this.refresh("h1");
  }

  putBack(key) {
    this.change((one) => {
      one.ranking.left_out = one.ranking.left_out.filter((other) => other !== key);
      one.ranking.places.push([key]);
    });
    this.announce(t("{label}: last place", { label: this.label(key) }));
    this.refresh(`.handle[data-key="${CSS.escape(key)}"]`);
  }

  beginAgain() {
    this.heaps = null;
    this.laid = [];
    this.change((one) => { one.ranking = beginRanking(this.setup, drawSeed()); });
    this.setDraft({ sheet: "", ranks: {}, typing: false });
    this.refresh("h1");
  }

  /* Show it anew, with the focus where it was. */
  refresh(focus) {
    const scrolled = window.scrollY;
    this.show();
    const place = this.main.querySelector(focus);
    if (place.tagName === "H1") place.tabIndex = -1;
    place.focus({ preventScroll: true });
    window.scrollTo(0, scrolled);
    place.scrollIntoView({ block: "nearest" });
  }

  makeNotes() {
    const notes = el("textarea", {
      rows: 3, maxlength: 2000, value: this.given.notes,
      on: { input: () => this.change((one) => { one.ranking.notes = notes.value; }) },
    });
    return field(t("Notes: why this one first, why this one last?"), notes);
  }
}

function makeHandle() {
  return draw("svg", { viewBox: "0 0 16 16", width: 20, height: 20, "aria-hidden": "true" },
    draw("path", { d: "M3 5h10M3 8h10M3 11h10", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round" }));
}

function makeRecord({ ranking: given }) {
  const labels = new Map(given.cards.map(({ key, label }) => [key, label]));
  const numbers = namePlaces(given.places);
  const body = el("tbody", {});
  given.places.forEach((place, at) => {
    for (const key of place) {
      body.append(el("tr", {}, el("td", { text: numbers[at] }), el("td", { text: labels.get(key) })));
    }
  });
  for (const [keys, told] of [[given.left_out, t("not relevant")], [given.unplaced, t("not placed")]]) {
    for (const key of keys) body.append(el("tr", {}, el("td", { text: told }), el("td", { text: labels.get(key) })));
  }
  return el("div", {},
    el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col", text: t("Place") }), el("th", { scope: "col", text: t("Card") }))), body),
    el("p", { text: given.notes }));
}
