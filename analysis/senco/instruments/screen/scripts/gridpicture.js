/* A grid as a table: in order and shaded to talk it through, or plain for the record. */

import {
  arrangeRatings, countOfHundred, findNearest, matchConstructs, matchElements,
} from "./bertin.js";
import { countRatings, describePair, listOpen, listRatings, ratingOf } from "./gridmodel.js";
import { button, el } from "./page.js";
import { showNumber, t } from "./words.js";

const SHADES = 7;
const TOLD_PAIRS = 3;
const MOST_TOLD = 6;

export function showPicture(page) {
  const { given } = page;
  const { minimum, maximum } = given.scale;
  const ratings = listRatings(given);
  const order = arrangeRatings(ratings, [minimum, maximum]);
  page.lay(t("Picture"),
    el("p", { text: t("A first picture, to talk through: is this how you see it? What is missing?") }),
    ...describeOrder(given, order), makeDisplay(given, order),
    el("p", { class: "note", text: t("The darker a field, the nearer to the pole on the right. – means: does not apply. A blank field was not rated.") }),
    ...describeOpen(page),
    ...describeNearest(t("Constructs rated most alike"), t("100 would mean the same rating on every card; 0, opposite ends on every card."),
      matchConstructs(ratings, [minimum, maximum]), (pair) => nameConstructs(given, pair)),
    ...describeNearest(t("Cards rated most alike"), t("100 would mean the same rating on every construct; 0, opposite ends on every construct."),
      matchElements(ratings, [minimum, maximum]), (pair) => nameCards(given, pair)),
    page.makeNotes(),
    el("div", { class: "row" }, button(t("Done"), page.leave, { class: "strong" }),
      button(t("Change ratings"), () => { page.rated = given.constructs[0].key; page.turnTo("ratings"); })));
}

function describeOrder(given, order) {
  if (!order) {
    return [el("p", { class: "note", text: t("It is in the order in which the constructs were found. It cannot be sorted yet: there are too few ratings, or two constructs or two cards have no rating in common.") })];
  }
  const said = [el("p", { text: t("Constructs that were rated alike are together, and so are cards.") })];
  if (order.reflected.length) {
    const list = order.reflected.map((at) => `“${describePair(given.constructs[at])}”`).join("; ");
    said.push(el("p", { text: t("At ⇄ the poles have changed sides, so that similar constructs point the same way: {list}. The numbers there are counted from the other end.", { list }) }));
  }
  return said;
}

function makeDisplay(given, order) {
  const { minimum, maximum } = given.scale;
  const rows = order ? order.constructs : given.constructs.map((_, at) => at);
  const columns = order ? order.elements : given.elements.map((_, at) => at);
  const turned = new Set(order ? order.reflected : []);
  return makeGridTable({
    caption: t("The grid, sorted"), scale: given.scale, shaded: true,
    cards: columns.map((at) => given.elements[at].label),
    rows: rows.map((at) => {
      const pair = given.constructs[at];
      const flip = turned.has(at);
      const mark = flip ? " ⇄" : "";
      const values = columns.map((column) => {
        const value = ratingOf(given, pair.key, given.elements[column].key);
        return flip && typeof value === "number" ? minimum + maximum - value : value;
      });
      return flip ? { left: pair.right + mark, right: pair.left + mark, values }
        : { left: pair.left, right: pair.right, values };
    }),
  });
}

function describeOpen(page) {
  const { given } = page;
  const { done, all } = countRatings(given);
  if (done === all) return [];
  const first = given.constructs.find(({ key }) => listOpen(given, key).length);
  return [el("p", { text: t("{n} ratings are still open.", { n: all - done }) }),
    el("div", { class: "row" }, button(t("Go to the first"), () => { page.rated = first.key; page.turnTo("ratings"); }))];
}

// --- what is alike

function nameConstructs(given, { first, second, turned }) {
  const [one, other] = [given.constructs[first], given.constructs[second]];
  return [describePair(one), describePair(turned ? { left: other.right, right: other.left } : other)];
}

function nameCards(given, { first, second }) {
  return [given.elements[first].label, given.elements[second].label];
}

function describeNearest(title, meaning, pairs, name) {
  const { nearest, untold } = findNearest(pairs, TOLD_PAIRS);
  const list = el("ul", { class: "nearest" });
  for (const pair of nearest.slice(0, MOST_TOLD)) {
    const [one, other] = name(pair);
    list.append(el("li", { text: t("“{one}” and “{other}” are rated alike: {share} of 100", { one, other, share: countOfHundred(pair.best) }) }));
  }
  const more = nearest.length - MOST_TOLD;
  if (more > 0) list.append(el("li", { text: t("and {n} more pairs, just as similar as the last", { n: more }) }));
  if (untold.length && untold.length <= TOLD_PAIRS) {
    for (const pair of untold) {
      const [one, other] = name(pair);
      list.append(el("li", { text: t("“{one}” and “{other}”: cannot tell, fewer than three ratings in common", { one, other }) }));
    }
  } else if (untold.length) {
    list.append(el("li", { text: t("{n} pairs: cannot tell, fewer than three ratings in common", { n: untold.length }) }));
  }
  if (!pairs.length) list.append(el("li", { text: t("Cannot tell: there is only one.") }));
  return [el("h2", { text: title }), ...(nearest.length ? [el("p", { class: "help", text: meaning })] : []), list];
}

// --- the table

/* Poles at both sides and cards above; told by roles too, since narrow pages lay it out anew. */
function makeGridTable({ caption, scale, cards, rows, shaded }) {
  const th = (scope, text, kind) => el("th", {
    scope, class: kind, role: scope === "col" ? "columnheader" : "rowheader", text,
  });
  const ends = [showNumber(scale.minimum, 6), showNumber(scale.maximum, 6)];
  const head = el("tr", { role: "row" }, th("col", t("Left pole ({n})", { n: ends[0] }), "pole left"),
    ...cards.map((label) => el("th", { scope: "col", role: "columnheader", class: "name" }, el("span", { text: label, title: label }))),
    th("col", t("Right pole ({n})", { n: ends[1] }), "pole right"));
  const body = el("tbody", { role: "rowgroup" });
  for (const { left, right, values } of rows) {
    body.append(el("tr", { role: "row" }, th("row", left, "pole left"),
      ...values.map((value) => makeCell(value, scale, shaded)), el("td", { role: "cell", class: "pole right", text: right })));
  }
  const table = el("table", { role: "table", class: "grid" }, el("caption", { text: caption }),
    el("thead", { role: "rowgroup" }, head), body);
  table.style.setProperty("--n", cards.length);
  return el("div", { class: "wide", role: "region", tabindex: "0", "aria-label": caption }, table);
}

function makeCell(value, { minimum, maximum }, shaded) {
  const known = typeof value === "number";
  const shade = Math.min(SHADES - 1, Math.floor((value - minimum) / (maximum - minimum) * SHADES));
  const kind = shaded && known ? `rated shade${shade}` : "rated";
  // sums of decimal ratings are read without the last digits of their calculation
  return el("td", { role: "cell", class: kind, text: known ? showNumber(value, 6) : value === null ? "–" : "" });
}

export function makeGridRecord(given) {
  const preferred = (pair, side) => (pair.preferred === side ? t("{pole} (preferred)", { pole: pair[side] }) : pair[side]);
  const { done, all } = countRatings(given);
  const rows = given.constructs.map((pair) => ({
    left: preferred(pair, "left"), right: preferred(pair, "right"),
    values: given.elements.map(({ key }) => ratingOf(given, pair.key, key)),
  }));
  const made = el("div", {});
  if (rows.length) {
    made.append(makeGridTable({
      caption: t("Ratings, as they were given"), scale: given.scale, cards: given.elements.map(({ label }) => label), rows,
    }), el("p", { text: t("– does not apply. Open: {n} of {all}.", { n: all - done, all }) }));
  } else {
    const list = el("ul", {});
    for (const { label } of given.elements) list.append(el("li", { text: label }));
    made.append(el("p", { text: t("Cards; no construct yet:") }), list);
  }
  made.append(el("p", { text: given.notes }));
  return made;
}
