/* The work-line: to be written. */

import { el } from "./page.js";
import { describeProgress } from "./app.js";
import { t } from "./words.js";

export const workline = {
  key: "workline",
  get title() { return t("Work-line"); },
  state: ({ workline: given }) => describeProgress(given ? 1 : 0, 2),
  show: (main) => main.append(el("h1", { text: t("Work-line") })),
  record: () => el("p", {}),
};
