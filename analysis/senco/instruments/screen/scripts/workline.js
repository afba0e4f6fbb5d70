/* The work-line: drawn on the chart by finger, pen, mouse or keyboard. */

import { announce, ask, button, draw, el, field } from "./page.js";
import { blankLine, findLevel, keepPoints, layStroke, listStretches, readPoints, rubOut, STEPS } from "./line.js";
import { showNumber, t } from "./words.js";

const MARGIN = { left: 34, right: 16, top: 26, bottom: 34 };
/* With the arrow keys, so far at once: a fiftieth of the width and of the scale. */
const STRIDE = 50;
/* So far to either side of the pointer the line is rubbed out, of a chart that is 1 wide. */
const RUBBER = 0.004;

export const workline = {
  key: "workline",
  get title() { return t("Work-line"); },
  state({ workline: given }) {
    if (!given || given.points.length < 2) return t("not begun");
    if (given.events.some(({ words }) => !words)) return t("an event has no name yet");
    const [first, last] = [given.points[0][0], given.points[given.points.length - 1][0]];
    if (given.events.some(({ position }) => position < first || position > last)) return t("an event is beyond the line");
    const starred = given.events.some(({ critical }) => critical);
    return starred ? t("done") : t("drawn; no event has the star yet");
  },
  show: (main, context) => new WorkLine(main, context).show(),
  record: makeLineRecord,
};

class WorkLine {
  constructor(main, { setup, session, change, leave }) {
    Object.assign(this, { main, setup, session, change, leave });
    const [minimum, maximum] = setup.chart;
    if (!session.workline) {
      change((one) => {
        one.workline = { scale: { minimum, maximum }, points: [], gaps: [], events: [], notes: "" };
      });
    }
    this.line = readPoints(this.given);
    this.before = [];
    this.mode = "draw";
    this.cursor = { x: 0, y: (minimum + maximum) / 2, drawing: null };
  }

  get given() { return this.session.workline; }

  get scale() { return this.given.scale; }

  show() {
    this.svg = draw("svg", {
      class: "chart", tabindex: 0, role: "application", id: "chart",
      "aria-label": t("Chart. Time runs from left to right; up is going well, down is hard."),
      "aria-describedby": "keys",
      on: {
        pointerdown: (event) => this.press(event), keydown: (event) => this.type(event),
        blur: () => this.paintCursor(), focus: () => this.paintCursor(),
      },
    });
    this.told = el("p", { id: "told" });
    this.events = el("div", {});
    this.main.append(
      el("h1", { text: t("Work-line") }),
      el("p", { text: t("Think of your work from its beginning until today. Draw a line from left to right that goes up where it went well and down where it was hard. It need not be tidy. Write no names of children, families or colleagues.") }),
      this.svg, this.makeTools(), this.told,
      el("details", {},
        el("summary", { text: t("With the keyboard") }),
        el("p", { id: "keys", text: t("Choose the chart. The arrow keys move a cross. Press Enter to start a line at the cross, and Enter again wherever it turns; Escape lifts the pen. Backspace undoes. E marks an event at the cross.") })),
      this.makeByNumbers(),
      el("h2", { text: t("Events") }),
      el("p", { text: t("Where the line turns, something probably happened. Mark it, name it in a few words, and give the star to the one that has mattered most to how you work now.") }),
      this.events, this.makeNotes(),
      el("div", { class: "row" }, button(t("Done"), this.leave, { class: "strong" })));
    this.showEvents();
    this.resize();
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.main);
  }

  // --- the chart

  resize() {
    if (!this.svg.isConnected) {
      this.watcher.disconnect();
      return;
    }
    const width = Math.round(this.svg.parentElement.clientWidth - 32);
    if (width === this.width) return;
    this.width = width;
    this.height = Math.round(Math.min(Math.max(width * 0.6, 300), 480));
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    this.svg.setAttribute("height", this.height);
    this.paint();
  }

  toX(place) { return MARGIN.left + place * (this.width - MARGIN.left - MARGIN.right); }

  toY(level) {
    const { minimum, maximum } = this.scale;
    return MARGIN.top + ((maximum - level) / (maximum - minimum)) * (this.height - MARGIN.top - MARGIN.bottom);
  }

  /* Where on the chart a pointer is, held within its edges. */
  locate(event) {
    const box = this.svg.getBoundingClientRect();
    const { minimum, maximum } = this.scale;
    const inX = ((event.clientX - box.left) / box.width) * this.width - MARGIN.left;
    const inY = ((event.clientY - box.top) / box.height) * this.height - MARGIN.top;
    const place = inX / (this.width - MARGIN.left - MARGIN.right);
    const share = inY / (this.height - MARGIN.top - MARGIN.bottom);
    return [hold(place, 0, 1), hold(maximum - share * (maximum - minimum), minimum, maximum)];
  }

  paint() {
    if (!this.width) return;
    this.svg.replaceChildren(this.makeAxes(), this.makeLine(this.line), this.makeMarks(), this.makeCursor());
    this.showTools();
    this.told.textContent = describeLine(this.line);
  }

  paintCursor() {
    const old = this.svg.querySelector(".cursor");
    if (old) old.replaceWith(this.makeCursor());
  }

  makeAxes() {
    const { minimum, maximum } = this.scale;
    const group = draw("g", { class: "axes", "aria-hidden": "true" });
    const [left, right, top, bottom] = [this.toX(0), this.toX(1), this.toY(maximum), this.toY(minimum)];
    for (let i = 0; i <= 10; i += 1) {
      const x = this.toX(i / 10);
      group.append(draw("line", { x1: x, x2: x, y1: top, y2: bottom }));
    }
    const step = (maximum - minimum) / 10;
    for (let i = 0; i <= 10; i += 1) {
      const level = minimum + i * step;
      const y = this.toY(level);
      const middle = i === 5;
      group.append(draw("line", { x1: left, x2: right, y1: y, y2: y, class: middle ? "middle" : "" }));
      if (i % 5 === 0) group.append(draw("text", { x: left - 6, y: y + 4, "text-anchor": "end", text: showNumber(level) }));
    }
    group.append(
      draw("text", { x: left, y: top - 9, text: t("really well") }),
      draw("text", { x: left, y: bottom + 17, text: t("really hard") }),
      draw("text", { x: right, y: bottom + 17, "text-anchor": "end", text: t("today") }));
    return group;
  }

  makeLine(line) {
    const group = draw("g", { class: "pen", "aria-hidden": "true" });
    const stretches = listStretches(line);
    stretches.forEach(([first, last], i) => {
      let path = "";
      for (let step = first; step <= last; step += 1) {
        path += `${path ? "L" : "M"}${this.toX(step / STEPS).toFixed(1)} ${this.toY(line[step]).toFixed(1)}`;
      }
      group.append(draw("path", { d: first === last ? `${path}h.1` : path }));
      if (i) {
        const end = stretches[i - 1][1];
        group.append(draw("path", {
          class: "gap",
          d: `M${this.toX(end / STEPS)} ${this.toY(line[end])}L${this.toX(first / STEPS)} ${this.toY(line[first])}`,
        }));
      }
    });
    return group;
  }

  makeMarks() {
    const group = draw("g", { class: "marks", "aria-hidden": "true" });
    this.given.events.forEach((event, i) => {
      const x = this.toX(event.position);
      const level = findLevel(this.line, event.position);
      const y = this.toY(level === null ? (this.scale.minimum + this.scale.maximum) / 2 : level);
      group.append(
        draw("circle", { cx: x, cy: y, r: 11 }),
        draw("text", { x, y: y + 4.5, "text-anchor": "middle", text: event.critical ? "★" : String(i + 1) }));
    });
    return group;
  }

  makeCursor() {
    if (document.activeElement !== this.svg || !this.keyed) return draw("g", { class: "cursor" });
    const [x, y] = [this.toX(this.cursor.x), this.toY(this.cursor.y)];
    const group = draw("g", { class: "cursor" }, draw("path", { d: `M${x - 12} ${y}h24M${x} ${y - 12}v24` }));
    if (this.cursor.drawing) {
      const [fromX, fromY] = this.cursor.drawing;
      group.append(draw("path", { class: "gap", d: `M${this.toX(fromX)} ${this.toY(fromY)}L${x} ${y}` }));
    }
    return group;
  }

  // --- what is drawn

  /* Follow the pen from where it is put down to where it is lifted. */
  press(event) {
    if (event.button > 0) return;
    event.preventDefault();
    this.svg.focus({ preventScroll: true });
    this.keyed = false;
    this.cursor.drawing = null;
    const start = this.locate(event);
    if (this.mode === "mark") {
      this.addEvent(start[0]);
      return;
    }
    const points = [start];
    this.svg.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const steps = moved.getCoalescedEvents ? moved.getCoalescedEvents() : [];
      for (const one of steps.length ? steps : [moved]) points.push(this.locate(one));
      this.svg.querySelector(".pen").replaceWith(this.makeLine(this.try(points)));
    };
    const end = (ended) => {
      this.svg.removeEventListener("pointermove", move);
      this.svg.removeEventListener("pointerup", end);
      this.svg.removeEventListener("pointercancel", end);
      if (ended.type === "pointerup") this.setLine(this.try(points));
      else this.paint();
    };
    this.svg.addEventListener("pointermove", move);
    this.svg.addEventListener("pointerup", end);
    this.svg.addEventListener("pointercancel", end);
  }

  try(points) {
    if (this.mode !== "rub") return layStroke(this.line, points);
    const places = points.map(([x]) => x);
    return rubOut(this.line, Math.min(...places) - RUBBER, Math.max(...places) + RUBBER);
  }

  setLine(line) {
    this.before.push(this.line);
    this.line = line;
    this.save();
  }

  save() {
    const kept = keepPoints(this.line);
    this.change((one) => { Object.assign(one.workline, kept); });
    this.paint();
  }

  undo() {
    if (!this.before.length) return;
    this.line = this.before.pop();
    this.save();
    announce(t("Undone."));
  }

  makeTools() {
    const modes = [["draw", t("Draw")], ["rub", t("Rub out")], ["mark", t("Mark an event")]];
    this.modes = modes.map(([mode, text]) => button(text, () => { this.mode = mode; this.showTools(); }, { "data-mode": mode }));
    this.undoing = button(t("Undo"), () => this.undo());
    this.clearing = button(t("Clear"), () => this.clear());
    return el("div", { class: "row", role: "group", "aria-label": t("What the pen does") },
      ...this.modes, this.undoing, this.clearing);
  }

  /* Which buttons can be pressed. They stay the same elements: a press must not lose its button. */
  showTools() {
    for (const one of this.modes) one.setAttribute("aria-pressed", String(one.dataset.mode === this.mode));
    const focused = document.activeElement;
    this.undoing.disabled = !this.before.length;
    this.clearing.disabled = !this.given.points.length;
    if (focused && focused.disabled) this.svg.focus();
  }

  clear() {
    ask(t("Remove the whole line? Undo brings it back."), t("Remove it"), t("Cancel"),
      () => this.setLine(blankLine()));
  }

  // --- by keyboard

  type(event) {
    const { minimum, maximum } = this.scale;
    const [across, up] = [1 / STRIDE, (maximum - minimum) / STRIDE];
    const steps = { ArrowLeft: [-across, 0], ArrowRight: [across, 0], ArrowUp: [0, up], ArrowDown: [0, -up] };
    this.keyed = true;
    if (event.key in steps) {
      const [x, y] = steps[event.key];
      this.cursor.x = round2(hold(this.cursor.x + x, 0, 1));
      this.cursor.y = round2(hold(this.cursor.y + y, minimum, maximum));
      announce(t("{place} of 100 across, level {level}", { place: Math.round(this.cursor.x * 100), level: showNumber(this.cursor.y) }));
    } else if (event.key === "Enter" || event.key === " ") {
      this.putPoint(this.cursor.x, this.cursor.y);
    } else if (event.key === "Escape" && this.cursor.drawing) {
      this.cursor.drawing = null;
      announce(t("The pen is lifted."));
    } else if (event.key === "Backspace") {
      this.undo();
    } else if (event.key === "e" || event.key === "E") {
      this.addEvent(this.cursor.x);
    } else return;
    event.preventDefault();
    this.paint();
  }

  /* The next point of a line that is drawn point by point. */
  putPoint(x, y) {
    const from = this.cursor.drawing;
    this.cursor.drawing = [x, y];
    this.setLine(layStroke(this.line, from ? [from, [x, y]] : [[x, y]]));
    announce(from
      ? t("Line drawn to {place} of 100 across, level {level}", { place: Math.round(x * 100), level: showNumber(y) })
      : t("The line starts at {place} of 100 across, level {level}", { place: Math.round(x * 100), level: showNumber(y) }));
  }

  /* The same by numbers, for those who use neither pen nor arrow keys. */
  makeByNumbers() {
    const { minimum, maximum } = this.scale;
    const place = el("input", { type: "number", min: 0, max: 100, step: 1, value: 0, inputmode: "numeric" });
    const level = el("input", { type: "number", min: minimum, max: maximum, step: "any", value: 0 });
    const form = el("form", { on: { submit: (event) => {
      event.preventDefault();
      const [x, y] = [place.valueAsNumber / 100, level.valueAsNumber];
      if (!(x >= 0 && x <= 1 && y >= minimum && y <= maximum)) return;
      this.putPoint(x, y);
      this.paint();
    } } },
    field(t("How far across, from 0 to 100"), place),
    field(t("Level, from {low} to {high}", { low: showNumber(minimum), high: showNumber(maximum) }), level),
    el("div", { class: "row" },
      el("button", { type: "submit", text: t("Draw to this point") }),
      button(t("Lift the pen"), () => { this.cursor.drawing = null; announce(t("The pen is lifted.")); })));
    return el("details", {}, el("summary", { text: t("By numbers") }), form);
  }

  // --- events

  addEvent(position) {
    if (this.given.events.length >= 60) return;
    const drawn = this.given.points;  // an event stands on the line
    const [first, last] = drawn.length ? [drawn[0][0], drawn[drawn.length - 1][0]] : [0, 1];
    const event = { position: round4(hold(position, first, last)), words: "", critical: false };
    this.change((one) => {
      one.workline.events.push(event);
      one.workline.events.sort((a, b) => a.position - b.position);
    });
    this.mode = "draw";
    this.paint();
    this.showEvents();
    const at = this.given.events.indexOf(event);
    this.events.querySelectorAll("input[data-words]")[at].focus();
    announce(t("Event {n} is marked. Name it.", { n: at + 1 }));
  }

  showEvents() {
    const list = el("ol", { class: "events" });
    this.given.events.forEach((event, i) => list.append(this.makeEvent(event, i + 1)));
    this.events.replaceChildren(
      this.given.events.length ? list : el("p", { class: "state", text: t("None is marked yet.") }));
  }

  makeEvent(event, n) {
    const edit = (key, value) => this.change(() => { event[key] = value; });
    const words = el("input", {
      type: "text", maxlength: 300, value: event.words, "data-words": true,
      on: { input: () => edit("words", words.value.trim()) },
    });
    const place = el("input", {
      type: "number", min: 0, max: 100, step: 1, value: Math.round(event.position * 100),
      on: { change: () => {
        if (!(place.valueAsNumber >= 0 && place.valueAsNumber <= 100)) return;
        edit("position", round4(place.valueAsNumber / 100));
        this.paint();
      } },
    });
    const star = button(t("★ mattered most"), () => this.giveStar(event),
      { "aria-pressed": String(event.critical), "aria-label": t("Event {n} mattered most", { n }) });
    return el("li", {},
      field(t("Event {n}, in a few words", { n }), words),
      field(t("Place of event {n}, from 0 to 100", { n }), place),
      el("div", { class: "row" }, star,
        button(t("Remove"), () => this.removeEvent(event, n), { "aria-label": t("Remove event {n}", { n }) })));
  }

  giveStar(event) {
    this.change((one) => {
      for (const other of one.workline.events) other.critical = other === event ? !event.critical : false;
    });
    this.paint();
    const at = this.given.events.indexOf(event);
    this.showEvents();
    this.events.querySelectorAll("li")[at].querySelector("[aria-pressed]").focus();
    announce(event.critical ? t("The star is at event {n}.", { n: at + 1 }) : t("No event has the star."));
  }

  removeEvent(event, n) {
    this.change((one) => {
      one.workline.events = one.workline.events.filter((other) => other !== event);
    });
    this.paint();
    this.showEvents();
    this.svg.focus();
    announce(t("Event {n} is removed.", { n }));
  }

  makeNotes() {
    const notes = el("textarea", {
      rows: 3, maxlength: 2000, value: this.given.notes,
      on: { input: () => this.change((one) => { one.workline.notes = notes.value; }) },
    });
    return field(t("Notes"), notes);
  }
}

function hold(value, low, high) { return Math.min(high, Math.max(low, value)); }

function round2(value) { return Math.round(value * 100) / 100; }

function round4(value) { return Math.round(value * 10000) / 10000; }

/* A line in a sentence. */
function describeLine(line) {
  const stretches = listStretches(line);
  if (!stretches.length) return t("Nothing is drawn yet.");
  const [first, last] = [stretches[0][0], stretches[stretches.length - 1][1]];
  let [low, high] = [first, first];
  line.forEach((level, step) => {
    if (level === null) return;
    if (level < line[low]) low = step;
    if (level > line[high]) high = step;
  });
  const tell = (step) => ({ level: showNumber(line[step]), place: Math.round((step / STEPS) * 100) });
  const told = t("The line runs from {from} at {start} of 100 to {to} at {end}; its highest is {high} at {highest}, its lowest {low} at {lowest}.", {
    from: tell(first).level, start: tell(first).place, to: tell(last).level, end: tell(last).place,
    high: tell(high).level, highest: tell(high).place, low: tell(low).level, lowest: tell(low).place,
  });
  if (stretches.length === 1) return told;
  return `${told} ${t("Dashes join what is not drawn.")}`;
}

function makeLineRecord({ workline: given }, setup) {
  const still = new WorkLine(el("div", {}), { setup, session: { workline: given }, change: () => {}, leave: () => {} });
  still.width = 640;
  still.height = 360;
  const { minimum, maximum } = given.scale;
  const svg = draw("svg", {
    class: "chart", viewBox: "0 0 640 360", role: "img",
    "aria-label": t("The line as it was drawn, from {low} to {high}", { low: showNumber(minimum), high: showNumber(maximum) }),
  }, still.makeAxes(), still.makeLine(still.line), still.makeMarks());
  const list = el("ol", {});
  for (const { words, critical, position } of given.events) {
    const told = t("{words} (at {place} of 100)", { words, place: Math.round(position * 100) });
    list.append(el("li", { text: critical ? `★ ${told}` : told }));
  }
  return el("div", {}, svg, el("p", { text: describeLine(still.line) }), list, el("p", { text: given.notes }));
}
