/* The points of a line that was read from a scan, put right by hand over the picture of it. */

import { announce, button, choice, draw, el, field, offerFile } from "./page.js";
import { PSEUDONYM } from "./session.js";
import { writeCsv } from "./tables.js";
import { setWords, showNumber, t } from "./words.js";

/* Two points are at least so far apart, in ten thousandths of the chart's width. */
const NEAREST = 1;
const WHOLE = 10_000;
/* An arrow key moves a point so far: a thousandth of the width, and of the scale. */
const SHORT = 1 / 1000;
/* Below this confidence a stretch should be looked at. */
const DOUBTFUL = 0.7;
/* A pointer takes the point that lies no further from it than this, in pixels of the screen. */
const REACH = 22;
/* On a chart of fewer pixels than this points are drawn smaller. */
const SMALL = 600;

export function startPoints() {
  const setup = JSON.parse(document.getElementById("setup").textContent);
  setWords({});
  new Points(setup, document.querySelector("main")).show();
}

class Points {
  constructor(setup, main) {
    Object.assign(this, { setup, main });
    this.points = setup.lines.length === 1 ? copyPoints(setup.lines[0]) : [];
    this.chosen = this.points.length ? 0 : -1;
    this.mode = this.points.length || setup.lines.length > 1 ? "move" : "add";
    this.before = [];
    this.held = null;
    this.changed = false;
  }

  show() {
    const { setup } = this;
    this.svg = draw("svg", {
      class: "traced", tabindex: 0, role: "application", id: "chart",
      viewBox: `0 0 ${setup.width} ${setup.height}`,
      "aria-label": t("The scan of the chart, with the points of the line"), "aria-describedby": "keys",
      on: { pointerdown: (event) => this.press(event), keydown: (event) => this.type(event) },
    });
    this.layer = draw("g");
    this.svg.append(
      draw("image", { href: setup.picture, width: setup.width, height: setup.height, "aria-hidden": "true" }), this.layer);
    this.frame = el("div", { class: "scan" }, this.svg);
    this.whose = el("input", { type: "text", value: setup.participant, maxlength: 13, autocomplete: "off", spellcheck: "false" });
    this.wrong = el("p", { class: "wrong", role: "alert" });
    this.count = el("p", { id: "told" });
    this.main.append(...[
      el("h1", { text: t("Check the points of a line") }),
      el("p", { text: t("The line is shown over the scan from which it was read. Where it leaves the drawn line, move the nearest point, add one or remove one. Nothing leaves this page until you save the table.") }),
      ...setup.notes.map((note) => el("p", { class: "note", text: note })),
      this.makeLines(), this.makeView(), this.frame, this.makeTools(), this.count,
      this.makeByNumbers(),
      el("details", {},
        el("summary", { text: t("With the keyboard") }),
        el("p", { id: "keys", text: t("Choose the chart. The left and right arrow keys go from point to point. Press Enter to pick the point up, move it with the arrow keys, with Shift ten times as far, and press Enter to put it down or Escape to put it back. Insert adds a point after it, Delete removes it, Backspace undoes.") })),
      el("h2", { text: t("Save") }),
      field(t("Pseudonym"), this.whose, t("As in the table of participants, such as P1.")),
      this.wrong,
      el("div", { class: "row" }, button(t("Save the table"), () => this.save(), { class: "strong", id: "save-table" })),
      el("p", { class: "note", text: t("Its rows belong in worklines.csv, which has no gaps: where the pen was lifted, the points before and after follow one another.") }),
    ].filter(Boolean));
    window.addEventListener("beforeunload", (event) => { if (this.changed) event.preventDefault(); });
    new ResizeObserver(() => this.paint()).observe(this.frame);
    this.paint();
  }

  // --- places: `place` from 0 to 1 across, `level` on the scale of the chart

  get inner() {
    const { width, height, margin } = this.setup;
    return { width: width - 2 * margin - 1, height: height - 2 * margin - 1 };
  }

  atX(place) { return this.setup.margin + place * this.inner.width; }

  atY(level) {
    const [low, high] = this.setup.levels;
    return this.setup.margin + ((high - level) / (high - low)) * this.inner.height;
  }

  /* How many units of the drawing a pixel of the screen has. */
  get pixel() { return this.setup.width / (this.svg.getBoundingClientRect().width || this.setup.width); }

  findPlace(event) {
    const box = this.svg.getBoundingClientRect();
    const { margin, levels: [low, high] } = this.setup;
    const x = ((event.clientX - box.left) * this.pixel - margin) / this.inner.width;
    const y = ((event.clientY - box.top) * this.pixel - margin) / this.inner.height;
    return { place: x, level: high - y * (high - low) };
  }

  /* A place between those of a point's neighbours, and a level on the scale. */
  keepBetween(at, { place, level }) {
    const [low, high] = this.setup.levels;
    const [left, right] = [this.points[at - 1], this.points[at + 1]];
    const least = left ? Math.round(left.place * WHOLE) + NEAREST : 0;
    const most = right ? Math.round(right.place * WHOLE) - NEAREST : WHOLE;
    const kept = Math.max(least, Math.min(most, Math.round(place * WHOLE)));
    const bounded = Math.max(low, Math.min(high, level));
    return { place: kept / WHOLE, level: Math.round(bounded * 100) / 100 || 0 };
  }

  // --- what is drawn

  paint() {
    const r = (this.frame.clientWidth < SMALL ? 3 : 5) * this.pixel;
    this.layer.replaceChildren();
    if (!this.frame.classList.contains("alone")) {
      const asked = this.points.length ? [this.points] : this.setup.lines.length > 1 ? this.setup.lines : [];
      this.layer.append(...asked.flatMap((line) => this.drawLine(line)), ...this.points.map((point, at) => this.drawPoint(point, at, r)));
    }
    this.fillIn();
  }

  drawLine(points) {
    return points.slice(1).map((to, i) => {
      const from = points[i];
      return draw("line", {
        x1: this.atX(from.place), y1: this.atY(from.level), x2: this.atX(to.place), y2: this.atY(to.level),
        "stroke-width": 2 * this.pixel, class: from.gap ? "lifted" : "",
        "stroke-dasharray": from.gap ? `${3 * this.pixel} ${5 * this.pixel}` : null,
      });
    });
  }

  /* A point; one to look at is a square, the chosen one has a ring. */
  drawPoint(point, at, r) {
    const [x, y] = [this.atX(point.place), this.atY(point.level)];
    const group = draw("g", { "stroke-width": 1.5 * this.pixel },
      draw("circle", { class: "hit", cx: x, cy: y, r: REACH * this.pixel }));
    if (at === this.chosen) group.append(draw("circle", { class: "ring", cx: x, cy: y, r: 2.6 * r, "stroke-width": 2.5 * this.pixel }));
    group.append(point.sure < DOUBTFUL
      ? draw("rect", { x: x - 1.1 * r, y: y - 1.1 * r, width: 2.2 * r, height: 2.2 * r })
      : draw("circle", { cx: x, cy: y, r }));
    return group;
  }

  fillIn() {
    const point = this.points[this.chosen];
    const doubtful = this.points.filter(({ sure }) => sure < DOUBTFUL).length;
    const n = this.points.length;
    const told = n === 0 ? t("There is no point yet.") : n === 1 ? t("There is one point.") : t("There are {n} points.", { n });
    const asked = doubtful === 0 ? "" : doubtful === 1 ? t("One, a square, is doubtful: look at it.") : t("{n}, the squares, are doubtful: look at them.", { n: doubtful });
    this.count.textContent = [told, asked, point ? this.describe(this.chosen) : ""].filter(Boolean).join(" ");
    this.frame.classList.toggle("adding", this.mode === "add");
    for (const one of this.modes) one.setAttribute("aria-pressed", String(one.dataset.mode === this.mode));
    this.lifting.setAttribute("aria-pressed", String(Boolean(point && point.gap)));
    const focused = document.activeElement;
    for (const [one, can] of [
      [this.back, this.chosen > 0], [this.on, this.chosen < n - 1], [this.doubt, doubtful > 0],
      [this.adding, Boolean(point)], [this.removing, Boolean(point)], [this.lifting, Boolean(point) && this.chosen < n - 1],
      [this.undoing, this.before.length > 0],
    ]) one.disabled = !can;
    if (focused && focused.disabled) this.svg.focus();
    for (const input of [this.across, this.height]) input.disabled = !point;
    if (point && document.activeElement !== this.across) this.across.value = String(Math.round(point.place * WHOLE) / 100);
    if (point && document.activeElement !== this.height) this.height.value = String(point.level);
  }

  describe(at) {
    const { place, level, sure } = this.points[at];
    const values = { at: at + 1, n: this.points.length, place: showNumber(place * 100), level: showNumber(level, 2) };
    return sure < DOUBTFUL
      ? t("Point {at} of {n}: {place} of 100 across, level {level}; doubtful.", values)
      : t("Point {at} of {n}: {place} of 100 across, level {level}.", values);
  }

  // --- changes

  keepForUndo() {
    this.before.push({ points: copyPoints(this.points), chosen: this.chosen });
    this.changed = true;
  }

  undo() {
    const last = this.before.pop();
    if (!last) return;
    Object.assign(this, last, { held: null });
    announce(t("Undone."));
    this.paint();
  }

  choose(at, say = true) {
    this.chosen = Math.max(Math.min(at, this.points.length - 1), this.points.length ? 0 : -1);
    if (say && this.chosen >= 0) announce(this.describe(this.chosen));
    this.paint();
  }

  chooseDoubtful() {
    const n = this.points.length;
    for (let step = 1; step <= n; step += 1) {
      const at = (this.chosen + step) % n;
      if (this.points[at].sure < DOUBTFUL) {
        this.choose(at);
        return;
      }
    }
  }

  /* A point that somebody has moved or put is not doubtful any more. */
  movePoint(at, to) {
    Object.assign(this.points[at], this.keepBetween(at, to), { sure: 1 });
  }

  addPoint({ place, level }) {
    const held = Math.max(0, Math.min(1, place));
    let at = this.points.findIndex((point) => point.place > held);
    if (at < 0) at = this.points.length;
    const [left, right] = [this.points[at - 1], this.points[at]];
    if (left && right && Math.round((right.place - left.place) * WHOLE) < 2 * NEAREST) {
      announce(t("There is no room for another point here."));
      return -1;
    }
    this.keepForUndo();
    this.points.splice(at, 0, { place: held, level, gap: Boolean(left && left.gap), sure: 1 });
    this.movePoint(at, { place: held, level });
    this.choose(at);
    return at;
  }

  addAfter() {
    const at = this.chosen;
    const [one, other] = at + 1 < this.points.length ? [this.points[at], this.points[at + 1]] : [this.points[at], { place: 1, level: this.points[at].level }];
    this.addPoint({ place: (one.place + other.place) / 2, level: (one.level + other.level) / 2 });
  }

  removePoint() {
    if (this.chosen < 0) return;
    this.keepForUndo();
    const [gone] = this.points.splice(this.chosen, 1);
    if (gone.gap && this.chosen > 0 && this.chosen < this.points.length) this.points[this.chosen - 1].gap = true;
    announce(t("The point is removed."));
    this.choose(this.chosen, false);
  }

  liftPen() {
    this.keepForUndo();
    const point = this.points[this.chosen];
    point.gap = !point.gap;
    announce(point.gap ? t("The pen was lifted after this point.") : t("The line continues after this point."));
    this.paint();
  }

  // --- by pointer

  press(event) {
    if (event.button > 0 || this.frame.classList.contains("alone")) return;
    event.preventDefault();
    this.svg.focus({ preventScroll: true });
    this.putDown();
    const at = this.mode === "add" ? this.addPoint(this.findPlace(event)) : this.findNearest(event);
    if (at < 0) return;
    if (this.mode === "move") {
      this.choose(at, false);
      this.keepForUndo();
    }
    this.drag(event, at, this.mode === "move");
  }

  findNearest(event) {
    const { place, level } = this.findPlace(event);
    const [x, y] = [this.atX(place), this.atY(level)];
    const far = this.points.map((point) => Math.hypot(this.atX(point.place) - x, this.atY(point.level) - y) / this.pixel);
    const least = Math.min(...far);
    return least <= REACH ? far.indexOf(least) : -1;
  }

  drag(event, at, undoing) {
    const start = this.findPlace(event);
    const from = { ...this.points[at] };
    let moved = false;
    const move = (now) => {
      const { place, level } = this.findPlace(now);
      moved = true;  // the point keeps its distance from the finger, which hides it
      this.movePoint(at, { place: from.place + place - start.place, level: from.level + level - start.level });
      this.paint();
    };
    const end = () => {
      for (const [name, heard] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) this.svg.removeEventListener(name, heard);
      if (!moved && undoing) this.before.pop();  // it was only chosen
      announce(this.describe(at));
      this.paint();
    };
    this.svg.setPointerCapture(event.pointerId);
    for (const [name, heard] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) this.svg.addEventListener(name, heard);
  }

  // --- by keyboard

  type(event) {
    const [low, high] = this.setup.levels;
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (this.held && event.key in steps) {
      const [x, y] = steps[event.key];
      const far = event.shiftKey ? 10 * SHORT : SHORT;
      const { place, level } = this.points[this.chosen];
      this.movePoint(this.chosen, { place: place + x * far, level: level + y * Math.max(far * (high - low), 0.01) });
      announce(this.describe(this.chosen));
      this.paint();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowUp") this.choose(this.chosen - 1);
    else if (event.key === "ArrowRight" || event.key === "ArrowDown") this.choose(this.chosen + 1);
    else if (event.key === "Enter" || event.key === " ") this.pickUp();
    else if (event.key === "Escape" && this.held) this.putBack();
    else if (event.key === "Insert" && this.chosen >= 0) this.addAfter();
    else if (event.key === "Delete") this.removePoint();
    else if (event.key === "Backspace") this.undo();
    else return;
    event.preventDefault();
  }

  pickUp() {
    if (this.held) {
      this.putDown();
      announce(t("Put down. {point}", { point: this.describe(this.chosen) }));
    } else if (this.chosen >= 0) {
      this.keepForUndo();
      this.held = true;
      announce(t("Picked up. {point}", { point: this.describe(this.chosen) }));
    }
  }

  putDown() { this.held = null; }

  putBack() {
    this.putDown();
    this.undo();
  }

  // --- tools

  makeLines() {
    const { lines } = this.setup;
    if (lines.length < 2) return null;
    const [one, other] = lines.map((line) => line.reduce((sum, { level }) => sum + level, 0) / line.length);
    const names = (one > other ? [0, 1] : [1, 0]).map((i, place) => [String(i), place ? t("The lower line") : t("The upper line")]);
    return choice(t("Two lines are drawn. Which one do you mean?"), "line", names, "", (value) => {
      this.keepForUndo();
      this.points = copyPoints(lines[Number(value)]);
      this.choose(0, false);
    });
  }

  makeView() {
    const larger = button(t("Larger"), () => {
      larger.setAttribute("aria-pressed", String(this.frame.classList.toggle("large")));
    }, { "aria-pressed": "false" });
    const alone = button(t("Only the scan"), () => {
      alone.setAttribute("aria-pressed", String(this.frame.classList.toggle("alone")));
      this.paint();
    }, { "aria-pressed": "false" });
    return el("div", { class: "row", role: "group", "aria-label": t("What is shown") }, larger, alone);
  }

  makeTools() {
    this.modes = [["move", t("Move points")], ["add", t("Add points")]].map(([mode, text]) =>
      button(text, () => { this.mode = mode; this.fillIn(); }, { "data-mode": mode }));
    this.back = button(t("Previous point"), () => this.choose(this.chosen - 1));
    this.on = button(t("Next point"), () => this.choose(this.chosen + 1));
    this.doubt = button(t("Next doubtful point"), () => this.chooseDoubtful());
    this.adding = button(t("Add one after it"), () => this.addAfter());
    this.removing = button(t("Remove it"), () => this.removePoint());
    this.lifting = button(t("The pen was lifted after it"), () => this.liftPen());
    this.undoing = button(t("Undo"), () => this.undo());
    return el("div", {},
      el("div", { class: "row", role: "group", "aria-label": t("What a press on the chart does") }, ...this.modes),
      el("div", { class: "row", role: "group", "aria-label": t("The chosen point") },
        this.back, this.on, this.doubt, this.adding, this.removing, this.lifting, this.undoing));
  }

  makeByNumbers() {
    const [low, high] = this.setup.levels;
    const changed = () => {
      const [place, level] = [this.across.valueAsNumber / 100, this.height.valueAsNumber];
      if (this.chosen < 0 || !(place >= 0 && place <= 1 && level >= low && level <= high)) return;
      this.keepForUndo();
      this.movePoint(this.chosen, { place, level });
      announce(this.describe(this.chosen));
      this.paint();
    };
    this.across = el("input", { type: "number", min: 0, max: 100, step: 0.01, on: { change: changed } });
    this.height = el("input", { type: "number", min: low, max: high, step: 0.01, on: { change: changed } });
    return el("div", { class: "row numbers" },
      field(t("How far across, from 0 to 100"), this.across),
      field(t("Level, from {low} to {high}", { low: showNumber(low), high: showNumber(high) }), this.height));
  }

  // --- saving

  save() {
    const who = this.whose.value.trim();
    const wrong = this.points.length < 2 ? t("A line has at least two points.")
      : PSEUDONYM.test(who) ? "" : t("This is not a pseudonym. A pseudonym has letters and then a number, such as P1.");
    this.wrong.textContent = wrong;
    if (wrong) {
      (this.points.length < 2 ? this.svg : this.whose).focus();
      return;
    }
    const rows = this.points.map(({ place, level }) => [who, place, level]);
    offerFile(`worklines-${who}.csv`, writeCsv([["participant", "position", "level"], ...rows]), "text/csv");
    this.changed = false;
    announce(t("The table is saved."));
  }
}

function copyPoints(points) { return points.map((point) => ({ ...point })); }
