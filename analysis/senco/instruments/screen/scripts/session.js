/* A session with one participant: begun, kept on the device, saved and opened again. */

import { drawSeed } from "./page.js";
import { sha256, writeCanonical } from "./sums.js";

const KEPT = "senco-session:";
export const PSEUDONYM = /^[A-Za-z]{1,6}-?[0-9]{1,6}$/;

export function today() {
  const now = new Date();
  const pad = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

export function begin(participant, setup) {
  const hex = () => drawSeed().toString(16).padStart(8, "0");
  return {
    id: hex() + hex(), revision: 0, study: setup.study, setup: setup.digest,
    cohort: setup.cohort, participant, day: today(), consent: null,
    about: { role: "", role_years: "", experience_years: "", setting: "" },
    workline: null, grid: null, ranking: null,
  };
}

/* The file that is saved: the session and its check sum, without what is only begun. */
export function writeFile({ draft, ...session }) {
  const saved = {
    format: "senco-session", version: 1, sha256: sha256(writeCanonical(session)), session,
  };
  return `${JSON.stringify(saved, null, 1)}\n`;
}

/* A session from a saved file, or the reason why there is none in it. */
export function readFile(text) {
  let saved;
  try {
    saved = JSON.parse(text);
  } catch {
    return { problem: "unreadable" };
  }
  if (!saved || saved.format !== "senco-session" || !saved.session) return { problem: "other" };
  if (saved.version !== 1) return { problem: "newer" };
  if (saved.sha256 !== sha256(writeCanonical(saved.session))) return { problem: "changed" };
  if (!isWhole(saved.session) || "draft" in saved.session) return { problem: "other" };
  return { session: saved.session };
}

/* Whether everything is where the pages look for it; the import checks the rest. */
function isWhole(session) {
  const lists = (part, names) => part === null || (part && names.every((n) => Array.isArray(part[n])));
  return PSEUDONYM.test(session.participant) && /^[0-9a-f]{16}$/.test(session.id) &&
    Number.isInteger(session.revision) && Boolean(session.about) &&
    lists(session.workline, ["points", "gaps", "events"]) &&
    lists(session.grid, ["elements", "constructs"]) &&
    lists(session.ranking, ["cards", "places", "left_out", "unplaced"]);
}

export function nameFile(session, ending) {
  return `${session.participant}-${session.id.slice(0, 4)}-${session.revision}.${ending}`;
}

/* What is kept in the browser; nothing where it keeps nothing. */
export class Keeper {
  constructor(setup) {
    this.setup = setup;
    this.works = true;
    try {
      localStorage.setItem(`${KEPT}trial`, "1");
      localStorage.removeItem(`${KEPT}trial`);
    } catch {
      this.works = false;
    }
  }

  keep(session) {
    try {
      localStorage.setItem(KEPT + session.id, JSON.stringify(session));
    } catch {
      this.works = false;
    }
    return this.works;
  }

  list() {
    const found = [];
    for (let i = 0; this.works && i < localStorage.length; i += 1) {
      const key = localStorage.key(i);
      if (!key.startsWith(KEPT)) continue;
      try {
        const session = JSON.parse(localStorage.getItem(key));
        if (session.study === this.setup.study && isWhole(session)) found.push(session);
      } catch {
        // not written by this page: it stays where it is
      }
    }
    return found.sort((a, b) => (a.participant < b.participant ? -1 : 1));
  }

  remove(session) {
    if (this.works) localStorage.removeItem(KEPT + session.id);
  }
}
