/* What a grid holds, and how it is changed. Nothing here is shown. */

import { shuffle } from "./page.js";

export const LEAST_CARDS = 3;
export const MOST_CARDS = 30;
export const MOST_PAIRS = 99;
/* Up to so many steps, ratings are given by buttons. */
const MOST_STEPS = 11;

/* The cards that the study asks for: each keeps its key, whatever it comes to be called. */
export function listRoles(setup) {
  return setup.elements.map(({ role, part }, at) => ({ key: `e${at + 1}`, role, part }));
}

/* A grid in which the cards that are given are there, under the names of their roles. */
export function beginGrid(setup, seed) {
  const [minimum, maximum] = setup.ratings;
  const given = listRoles(setup).filter(({ part }) => part !== "other");
  return {
    scale: { minimum, maximum }, seed,
    elements: given.map(({ key, role, part }) => ({ key, label: role.slice(0, 120), part })),
    constructs: [], ratings: {}, notes: "",
  };
}

export function tidy(text) {
  return text.trim().replace(/\s+/g, " ");
}

function numberOf(key) {
  return Number(key.slice(1)) || 0;
}

function nextNumber(keys, least) {
  return Math.max(least, ...keys.map(numberOf)) + 1;
}

// --- cards

/* A key for a card beyond those of the study, unlike those that were given out before. */
export function newCardKey(given, setup, taken) {
  const keys = [...given.elements.map(({ key }) => key), ...taken];
  return `e${nextNumber(keys, setup.elements.length)}`;
}

/* Give a card a name; its ratings stay. */
export function nameCard(given, key, label, part) {
  const known = given.elements.find((one) => one.key === key);
  if (known) known.label = label;
  else given.elements.push({ key, label, part });
  given.elements.sort((one, other) => numberOf(one.key) - numberOf(other.key));
}

export function dropCard(given, key) {
  const others = (keys) => keys.filter((one) => one !== key);
  given.elements = given.elements.filter((one) => one.key !== key);
  for (const pair of given.constructs) {
    pair.shown = others(pair.shown);
    pair.alike = others(pair.alike);
  }
  for (const row of Object.values(given.ratings)) delete row[key];
}

export function countRatingsOf(given, card) {
  return Object.values(given.ratings).filter((row) => card in row).length;
}

// --- constructs

export function describePair({ left, right }) {
  return `${left} – ${right}`;
}

export function findPair(given, key) {
  return given.constructs.find((one) => one.key === key);
}

/* Put in a construct, before the one that all are given, which stays the last. */
export function addPair(given, pair) {
  const key = `c${nextNumber(given.constructs.map((one) => one.key), 0)}`;
  const last = given.constructs.findIndex(({ kind }) => kind === "overall");
  const made = { key, kind: "elicited", ...pair };
  given.constructs.splice(last < 0 ? given.constructs.length : last, 0, made);
  return made;
}

export function dropPair(given, key) {
  given.constructs = given.constructs.filter((one) => one.key !== key);
  for (const pair of given.constructs) if (pair.begun === key) pair.begun = null;
  delete given.ratings[key];
}

/* The construct that everybody is given comes at the end. */
export function supplyOverall(given, setup) {
  if (setup.overall.length !== 2 || findPair(given, "overall")) return;
  const [left, right] = setup.overall;
  given.constructs.push({
    key: "overall", left, right, preferred: null, kind: "overall", method: "supplied",
    shown: [], alike: [], begun: null,
  });
}

export function hasSamePoles(pair, left, right) {
  return [pair.left, pair.right].sort().join("\n") === [left, right].sort().join("\n");
}

// --- ratings

/* What was given: a number, null where the construct does not apply, undefined where open. */
export function ratingOf(given, pair, card) {
  return (given.ratings[pair] || {})[card];
}

export function rate(given, pair, card, value) {
  const row = given.ratings[pair] || {};
  if (value === undefined) delete row[card];
  else row[card] = value;
  if (Object.keys(row).length) given.ratings[pair] = row;
  else delete given.ratings[pair];
}

export function listOpen(given, pair) {
  return given.elements.filter(({ key }) => ratingOf(given, pair, key) === undefined);
}

export function countRatings(given) {
  const all = given.constructs.length * given.elements.length;
  const open = given.constructs.reduce((n, { key }) => n + listOpen(given, key).length, 0);
  return { done: all - open, all };
}

/* Cards in an order of its own for each construct, so that no rating is copied from the last. */
export function orderCards(given, pair) {
  let mixed = given.seed >>> 0;
  for (const letter of pair) mixed = (Math.imul(mixed ^ letter.codePointAt(0), 2654435761) + 1) >>> 0;
  return shuffle(given.elements, mixed);
}

/* The steps of a scale, where they are few and whole; otherwise there are none. */
export function listSteps({ minimum, maximum }) {
  const n = maximum - minimum + 1;
  if (!Number.isInteger(minimum) || !Number.isInteger(maximum) || n > MOST_STEPS) return [];
  return Array.from({ length: n }, (_, i) => minimum + i);
}

/* How finely a slider moves: by whole numbers, or by hundredths or so of a short scale. */
export function findStep({ minimum, maximum }) {
  const whole = Number.isInteger(minimum) && Number.isInteger(maximum);
  return whole && maximum - minimum >= MOST_STEPS ? 1 : 10 ** Math.floor(Math.log10((maximum - minimum) / 50));
}

/* Ratings as rows of constructs, null where there is none. */
export function listRatings(given) {
  return given.constructs.map((pair) =>
    given.elements.map((card) => ratingOf(given, pair.key, card.key) ?? null));
}
