/* The code of a printed sheet, typed in where a pseudonym is asked for: read as
   analysis/senco/instruments/paper/codes.py reads it. */

import { PSEUDONYM } from "./session.js";
import { sha256 } from "./sums.js";
import { showNumber, t } from "./words.js";

/* Digits and letters without those that are taken for one another. */
const SHEET_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECKED_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const MISREAD = { I: "1", L: "1", O: "0" };
const USUAL_SCALE = [-5, 5];
/* What may stand between digest and pseudonym, for which sheets. */
const SHEET_PARTS = [
  ["scale", "W", /^(M?[0-9]{1,6}(?:P[0-9]{1,4})?)T(M?[0-9]{1,6}(?:P[0-9]{1,4})?)$/],
  ["seed", "R", /^[0-9]{1,10}S$/],
  ["page", "GR", /^[0-9]{1,3}P$/],
];

/* The check sign of ISO 7064, MOD 37,36. */
export function findCheckSign(body) {
  let product = 36;
  for (const sign of body.toUpperCase().replaceAll("-", "")) {
    product = (((product + CHECKED_SIGNS.indexOf(sign)) % 36 || 36) * 2) % 37;
  }
  return CHECKED_SIGNS[(37 - product) % 36];
}

/* Four signs that tell one cohort, study or list from another. */
export function digestWords(...words) {
  return sha256(words.join("\n")).slice(0, 8).match(/../g)
    .map((byte) => SHEET_SIGNS[parseInt(byte, 16) % 32]).join("");
}

export function digestCards(setup, cards) {
  return digestWords(setup.study, setup.cohort, ...cards.map(({ key }) => key));
}

/* What a code says; "form" where it is none, "check" where its last sign does not agree. */
export function readCode(text) {
  const parts = text.trim().split("-");
  const [letter, digest] = [parts[0].toUpperCase(), correct(parts[1] || "")];
  const known = parts.length > 2 && /^[WGR]$/.test(letter) && digest.length === 4 &&
    [...digest].every((sign) => SHEET_SIGNS.includes(sign));
  const rest = parts.slice(2, -1);
  const code = { letter, digest, scale: USUAL_SCALE, seed: "" };
  const body = [letter, digest];
  for (const [name, letters, form] of known ? SHEET_PARTS : []) {
    const part = correct(rest[0] || "");
    const found = letters.includes(letter) && form.exec(part);
    if (!found) continue;
    rest.shift();
    body.push(part);
    code[name] = name === "scale" ? found.slice(1).map(readLevel) : part;
  }
  code.participant = rest.join("-");
  if (!known || (code.participant && !PSEUDONYM.test(code.participant))) return "form";
  const sign = findCheckSign([...body, ...rest].join("-"));
  if (parts[parts.length - 1].toUpperCase() !== sign) return "check";
  const drawn = [digest, code.seed, code.participant].filter(Boolean).join("-");
  return { ...code, order: parseInt(sha256(drawn).slice(0, 8), 16) };
}

function correct(part) {
  return part.toUpperCase().replace(/[ILO]/g, (sign) => MISREAD[sign]);
}

function readLevel(text) {
  return Number(text.replace("M", "-").replace("P", "."));
}

/* A code in words: {sheet}, or {wrong} where it is none or does not belong to this page. */
export function readSheet(text, setup, cards = setup.cards) {
  const sheet = readCode(text);
  if (sheet === "form") {
    return { wrong: t("This is not the code of a sheet. A code has a letter, four characters, the pseudonym and one more character, such as W-7K3Q-P1-5.") };
  }
  if (sheet === "check") {
    return { wrong: t("The last character of the code does not match the others: one of them is wrong. Compare it with the sheet.") };
  }
  const ranks = sheet.letter === "R";
  sheet.listed = ranks && sheet.digest === digestCards(setup, cards);
  const ours = ranks ? sheet.listed : sheet.digest === digestWords(setup.study, setup.cohort);
  if (setup.cohort && !ours) {
    return { wrong: ranks
      ? t("According to its code this sheet belongs to another cohort, or has another list of constructs. If it is the right one, type its pseudonym by itself.")
      : t("According to its code this sheet belongs to another cohort or study. If it is the right one, type its pseudonym by itself.") };
  }
  const [low, high] = sheet.scale;
  if (sheet.letter === "W" && (low !== setup.chart[0] || high !== setup.chart[1])) {
    return { wrong: t("The sheet runs from {low} to {high}, but the chart on this page from {least} to {most}: its levels cannot be used here.", {
      low: showNumber(low, 4), high: showNumber(high, 4),
      least: showNumber(setup.chart[0], 4), most: showNumber(setup.chart[1], 4),
    }) };
  }
  return { sheet };
}

/* Whose session it is, from a pseudonym or from the code of a sheet. */
export function readName(text, setup) {
  const given = text.trim();
  if (PSEUDONYM.test(given)) return { participant: given };
  if (given.split("-").length < 3) {
    return { wrong: t("A pseudonym is one to six letters and a number of up to six digits, such as P1.") };
  }
  const read = readSheet(given, setup);
  if (read.wrong) return read;
  if (!read.sheet.participant) {
    return { wrong: t("This sheet is blank: its code has no pseudonym. Type the pseudonym by itself.") };
  }
  return { participant: read.sheet.participant, sheet: read.sheet };
}
