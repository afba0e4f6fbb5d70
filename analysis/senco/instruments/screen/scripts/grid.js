/* The repertory grid: cards, constructs, ratings, and a first picture to talk through. */

import { describeProgress } from "./app.js";
import { showGridCards } from "./gridcards.js";
import { beginGrid, countRatings, LEAST_CARDS, supplyOverall } from "./gridmodel.js";
import { showPairForm, showPairs } from "./gridpairs.js";
import { makeGridRecord, showPicture } from "./gridpicture.js";
import { showRatings } from "./gridratings.js";
import { ask, button, drawSeed, el, field } from "./page.js";
import { t } from "./words.js";

export const grid = {
  key: "grid",
  get title() { return t("Repertory grid"); },
  state: ({ grid: given }) => describeGrid(given),
  show: (main, context) => new GridPage(main, context).enter(),
  record: ({ grid: given }) => makeGridRecord(given),
};

const GRID_VIEWS = {
  cards: showGridCards, pairs: showPairs, pair: showPairForm, ratings: showRatings,
  picture: showPicture,
};

function describeGrid(given) {
  if (!given || !given.constructs.length) return describeProgress(0, 1);
  const { done, all } = countRatings(given);
  if (done && done < all) return t("{done} of {all} ratings", { done, all });
  return done ? describeProgress(done, all) : t("{n} constructs, not rated", { n: given.constructs.length });
}

class GridPage {
  constructor(main, context) {
    Object.assign(this, context);
    this.main = main;
  }

  get given() { return this.session.grid; }

  /* What is begun and not kept yet; it stays on the device and goes into no file. */
  get draft() { return this.session.draft || {}; }

  edit(heard) { this.change((one) => heard(one.grid)); }

  setDraft(values) { this.change((one) => { one.draft = { ...one.draft, ...values }; }); }

  /* Begin where it was left. */
  enter() {
    if (!this.given) this.change((one) => { one.grid = beginGrid(this.setup, drawSeed()); });
    const { elements, constructs } = this.given;
    const { done, all } = countRatings(this.given);
    this.view = elements.length < LEAST_CARDS || (!constructs.length && !this.draft.method) ? "cards"
      : this.draft.left || this.draft.right ? "pair"
        : done === 0 ? "pairs" : done < all ? "ratings" : "picture";
    GRID_VIEWS[this.view](this);
  }

  /* Turn to another view, and tell so. */
  turnTo(view) {
    if (view === "ratings") this.edit((given) => supplyOverall(given, this.setup));
    this.view = view;
    GRID_VIEWS[view](this);
    const heading = this.main.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  /* Show a view under its heading. */
  lay(title, ...children) {
    this.main.replaceChildren(this.makeSteps(), el("h1", { text: title }), ...children);
  }

  makeSteps() {
    const { elements, constructs } = this.given;
    const [ready, begun] = [elements.length >= LEAST_CARDS, constructs.length > 0];
    const { done } = countRatings(this.given);
    const list = el("ol", {});
    for (const [view, name, may] of [
      ["cards", t("Cards"), true], ["pairs", t("Constructs"), ready],
      ["ratings", t("Ratings"), ready && begun], ["picture", t("Picture"), ready && begun && done > 0],
    ]) {
      const here = view === this.view || (view === "pairs" && this.view === "pair");
      const go = () => (view === "picture" ? this.showPictureOr() : this.turnTo(view));
      list.append(el("li", {}, button(name, go, { disabled: !may, "aria-current": here ? "step" : null })));
    }
    return el("nav", { class: "stages", "aria-label": t("Steps of the grid") }, list);
  }

  /* The picture shows what is hidden while ratings are given. */
  showPictureOr() {
    const { done, all } = countRatings(this.given);
    const go = () => this.turnTo("picture");
    if (done === all || this.view === "picture") go();
    else {
      ask(t("{n} ratings are still open; the picture shows those that were given. Show it?", { n: all - done }),
        t("Show the picture"), t("Stay here"), go);
    }
  }

  makeNotes() {
    const notes = el("textarea", {
      rows: 3, maxlength: 2000, value: this.given.notes,
      on: { input: () => this.edit((given) => { given.notes = notes.value; }) },
    });
    return field(t("Notes: anything that was said"), notes);
  }
}
