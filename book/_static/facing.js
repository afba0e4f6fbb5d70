/* Difficulties facing the possibilities that answer them. Where there is room the two stand beside
   each other and a line joins each pair; who can act is chosen, one of either side can be, and both
   stay in the address. Without this script all of it is there as lists. */
(() => {
  "use strict";
  const root = document.querySelector(".senco-facing");
  if (!root) return;
  const WIDE = 600, SVG = "http://www.w3.org/2000/svg";
  const body = root.querySelector(".senco-facing-body");
  const status = root.querySelector(".senco-facing-status");
  const choices = [...root.querySelectorAll(".senco-facing-by a")];
  const answers = [...root.querySelectorAll(".senco-facing-answer")];
  const sides = [...root.querySelectorAll(".senco-facing-one")];
  const joins = [...root.querySelectorAll("[data-joins]")].map((link) => {
    const right = link.closest(".senco-facing-one");
    return { left: sides.find((one) => one.dataset.key === link.dataset.joins), right, ground: link.dataset.ground };
  });
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "senco-facing-lines");
  drawing.setAttribute("aria-hidden", "true");
  body.prepend(drawing);
  let state = { by: "", key: "" }, leading = false;

  /* What an address says, or null for that of another part of the page. */
  function read(hash) {
    const found = /^#(?:facing|(?:by-([a-z0-9-]+))?(?:\.?facing-([cd]\d{2,3}))?)$/.exec(hash);
    if (!found) return null;
    const by = found[1] || "", key = found[2] || "";
    return {
      by: choices.some((one) => one.dataset.by === by) ? by : "",
      key: sides.some((one) => one.dataset.key === key) ? key : "",
    };
  }

  function write({ by, key }) {
    const parts = [by && `by-${by}`, key && `facing-${key}`].filter(Boolean);
    return `#${parts.join(".") || "facing"}`;
  }

  const canAct = (one, by) => !by || one.dataset.by.split(" ").includes(by);

  function apply(next) {
    state = next;
    const { by, key } = state;
    for (const one of answers) one.hidden = !canAct(one, by);
    for (const one of sides) {
      one.hidden = one.dataset.by !== undefined ? !canAct(one, by)
        : Boolean(by) && !one.querySelector(".senco-facing-answer:not([hidden])");
    }
    for (const party of root.querySelectorAll(".senco-facing-party")) {
      party.hidden = !party.querySelector(".senco-facing-one:not([hidden])");
    }
    for (const one of choices) {
      if (one.dataset.by === by) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    const joined = new Set(key ? [key] : []);
    let shown = 0, all = 0;
    for (const { left, right } of joins) {
      const pair = [left.dataset.key, right.dataset.key];
      if (!key || !pair.includes(key)) continue;
      all += 1;
      if (left.hidden || right.hidden) continue;
      shown += 1;
      pair.forEach((one) => joined.add(one));
    }
    root.classList.toggle("senco-choosing", Boolean(key));
    root.classList.toggle("senco-filtered", Boolean(by));
    for (const one of [...sides, ...answers]) {
      const near = one.closest("ol > .senco-facing-one");
      const on = joined.has(one.dataset.key) && (!near || joined.has(near.dataset.key));
      one.classList.toggle("senco-joined", on);
      one.classList.toggle("senco-chosen", Boolean(key) && one.dataset.key === key);
      const pick = one.querySelector(":scope > .senco-facing-pick");
      if (key && one.dataset.key === key) pick.setAttribute("aria-current", "true");
      else pick.removeAttribute("aria-current");
    }
    const chosen = sides.find((one) => one.dataset.key === key);
    const choice = choices.find((one) => one.dataset.by === by);
    const part = shown < all ? ` Shown for ${choice.textContent}: ${shown}.` : "";
    status.textContent = chosen ? chosen.dataset.told + part : choice.dataset.told;
    keep(by);
    draw();
  }

  /* What is printed where something is chosen: this, and what the page says to whom it is for. */
  function keep(by) {
    const page = document.documentElement;
    if (state.by || state.key) page.dataset.facing = "chosen";
    else delete page.dataset.facing;
    for (const part of document.querySelectorAll(".senco-kept")) part.classList.remove("senco-kept");
    for (const link of by ? document.querySelectorAll(`article section a[href="#by-${by}"]`) : []) {
      if (!root.contains(link)) link.closest("section").classList.add("senco-kept");
    }
  }

  function draw() {
    const wide = body.clientWidth >= WIDE;
    root.classList.toggle("senco-drawn", wide);
    drawing.replaceChildren();
    if (!wide) return;
    const box = body.getBoundingClientRect();
    for (const { left, right, ground } of joins) {
      if (left.hidden || right.hidden) continue;
      const from = left.getBoundingClientRect(), to = right.getBoundingClientRect();
      const [x1, y1] = [from.right - box.left, from.top + from.height / 2 - box.top];
      const [x2, y2] = [to.left - box.left, to.top + to.height / 2 - box.top];
      const middle = (x1 + x2) / 2;
      const line = document.createElementNS(SVG, "path");
      line.setAttribute("d", `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`);
      const on = state.key && [left.dataset.key, right.dataset.key].includes(state.key);
      line.setAttribute("class", `senco-line-${ground}${on ? " senco-on" : ""}`);
      drawing[on ? "append" : "prepend"](line);
    }
  }

  /* To the first that is shown of a key, since a narrow page shows only one of its two lists. */
  function lead() {
    const shown = (one) => one.getClientRects().length;
    const target = state.key && [...sides, ...answers].find((one) => one.dataset.key === state.key && shown(one));
    (target || root).scrollIntoView({ block: target ? "center" : "start" });
    if (!leading) return;
    const focus = target ? target.querySelector(".senco-facing-pick") : choices.find((one) => one.dataset.by === state.by);
    focus.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = read(link.hash);
    if (!next) return;
    if (!root.contains(link)) {
      leading = true;
      if (link.hash === location.hash) {
        event.preventDefault();
        apply(next);
        lead();
        leading = false;
      }
      return;
    }
    event.preventDefault();
    if (!link.matches(".senco-facing-by a")) {
      next.by = state.by;
      if (next.key === state.key && link.matches(".senco-facing-pick")) next.key = "";
    }
    history.pushState(null, "", write(next));
    apply(next);
    leading = link.matches("[data-joins]");
    if (leading) lead();
    leading = false;
  });
  window.addEventListener("hashchange", () => {
    const next = read(location.hash || "#facing");
    if (!next) return;
    apply(next);
    if (leading) lead();
    leading = false;
  });

  const print = document.createElement("button");
  print.type = "button";
  print.textContent = "Print this";
  print.addEventListener("click", () => {
    document.documentElement.dataset.facing = "chosen";
    window.print();
    keep(state.by);
  });
  root.querySelector(".senco-facing-by").append(print);

  root.classList.add("senco-scripted");
  const first = read(location.hash);
  apply(first || state);
  if (first && location.hash !== "#facing") window.addEventListener("load", lead);
  new ResizeObserver(draw).observe(body);
})();
