/* The repertory grid: to be written. */

import { el } from "./page.js";
import { describeProgress } from "./app.js";
import { t } from "./words.js";

export const grid = {
  key: "grid",
  get title() { return t("Repertory grid"); },
  state: ({ grid: given }) => describeProgress(given ? 1 : 0, 2),
  show: (main) => main.append(el("h1", { text: t("Repertory grid") })),
  record: () => el("p", {}),
};
