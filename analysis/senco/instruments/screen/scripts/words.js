/* What is said, in the language of the study. */

let translations = {};

export function setWords(given) {
  translations = given;
}

/* A sentence in the study's language, with {name} replaced by values. */
export function t(sentence, values = {}) {
  const told = translations[sentence] || sentence;
  return told.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/* A number as it is read: with a minus sign, and no more decimals than asked. */
export function showNumber(value, decimals = 1) {
  const text = String(Math.round(value * 10 ** decimals) / 10 ** decimals);
  return text === "-0" ? "0" : text.replace("-", "−");
}
