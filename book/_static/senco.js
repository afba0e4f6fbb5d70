/* A title becomes a tip that the keyboard reaches, that stays while it is pointed at, and
   that Escape closes (WCAG 2.2, 1.4.13). Without this script the title itself is shown.
   Looking for a word opens the long tables, and the keyboard stops at those tables alone that it
   can scroll. */
(() => {
  "use strict";
  let shown = null;

  function close() {
    if (!shown) return;
    shown.link.removeAttribute("aria-describedby");
    shown.tip.remove();
    shown = null;
  }

  function open(link) {
    if (shown && shown.link === link) return;
    close();
    const tip = document.createElement("div");
    tip.className = "senco-tip";
    tip.id = "senco-tip";
    tip.setAttribute("role", "tooltip");
    tip.textContent = link.dataset.tip;
    document.body.append(tip);
    const place = link.getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 12;
    const below = place.bottom + tip.offsetHeight + 8 < window.innerHeight;
    tip.style.left = `${Math.max(8, Math.min(place.left, room)) + window.scrollX}px`;
    tip.style.top = `${(below ? place.bottom + 2 : place.top - tip.offsetHeight - 2) + window.scrollY}px`;
    link.setAttribute("aria-describedby", tip.id);
    tip.addEventListener("mouseleave", close);
    shown = { link, tip };
  }

  function leave(event) {
    if (shown && !shown.tip.contains(event.relatedTarget)) close();
  }

  for (const link of document.querySelectorAll("article a.reference[title]")) {
    link.dataset.tip = link.title;
    link.removeAttribute("title");
    link.addEventListener("mouseenter", () => open(link));
    link.addEventListener("focus", () => open(link));
    link.addEventListener("mouseleave", leave);
    link.addEventListener("blur", close);
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  /* Whoever looks for a word finds it in the rows of a long table that are not shown. */
  function unfold() {
    for (const more of document.querySelectorAll(".senco-more")) more.open = true;
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") unfold();
  });
  const seen = new ResizeObserver((tables) => {
    for (const { target: table } of tables) {
      const scrolls = table.scrollWidth > table.clientWidth || table.scrollHeight > table.clientHeight;
      table.tabIndex = scrolls ? 0 : -1;
    }
  });
  for (const table of document.querySelectorAll(".senco-table")) seen.observe(table);

  window.addEventListener("load", () => {
    if (document.querySelector(".senco-rest .highlighted")) unfold();
  });
})();

/* One button shows the code of all steps of a page, on this page and the next ones until it is
   pressed again. Without this script each step has a fold of its own. */
(() => {
  "use strict";
  const KEY = "senco-code";
  const button = document.querySelector("button.senco-code");
  if (!button) return;

  function show(shown) {
    document.documentElement.classList.toggle("senco-code-shown", shown);
    button.setAttribute("aria-pressed", String(shown));
    for (const step of document.querySelectorAll("article div.cell details.hide")) step.open = shown;
  }

  function recall() {
    try { return localStorage.getItem(KEY) === "shown"; } catch { return false; }
  }

  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    show(shown);
    try { localStorage.setItem(KEY, shown ? "shown" : "hidden"); } catch { /* asked anew each time */ }
  });
  button.hidden = false;
  show(recall());
})();

/* A claim's card is shown beside its mark: while it is pointed at, or until it is closed once
   the mark is pressed. Without this script the mark leads to the card at the page's end. */
(() => {
  "use strict";
  let card = null;

  function close() {
    if (!card) return;
    card.element.remove();
    card.mark.removeAttribute("aria-expanded");
    card = null;
  }

  function open(mark, kept) {
    if (card && card.mark === mark) {
      card.kept = card.kept || kept;
      card.element.setAttribute("role", card.kept ? "dialog" : "note");
      return;
    }
    close();
    const note = document.querySelector(mark.hash);
    if (!note) return;
    const element = document.createElement("div");
    element.className = "senco-card";
    element.tabIndex = -1;
    element.setAttribute("role", kept ? "dialog" : "note");
    element.setAttribute("aria-label", mark.getAttribute("aria-label"));
    element.append(...note.cloneNode(true).children, makeContest(note.id.slice(5), [...note.querySelectorAll("p")].slice(0, 2)));
    document.body.append(element);
    const place = mark.getBoundingClientRect();
    const room = document.documentElement.clientWidth - element.offsetWidth - 8;
    const below = place.bottom + element.offsetHeight + 8 < window.innerHeight;
    element.style.left = `${Math.max(8, Math.min(place.left, room)) + window.scrollX}px`;
    element.style.top = `${(below ? place.bottom + 4 : Math.max(place.top - element.offsetHeight - 4, 8)) + window.scrollY}px`;
    element.addEventListener("mouseleave", () => { if (card && !card.kept) close(); });
    mark.setAttribute("aria-expanded", "true");
    card = { element, mark, kept };
  }

  /* A text to send: what is claimed, how it is coded, and room for what should change. */
  function makeContest(claim, parts) {
    const told = parts.map((one) => one.textContent.trim()).join("\n");
    const text = `I would code this claim otherwise.\n\n${claim.toUpperCase()}: ${told}\n\nMy coding, and the words of the article that it rests on:\n`;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Contest this coding";
    button.addEventListener("click", (event) => {
      event.stopPropagation();  // the button is gone when the page hears of it
      const field = document.createElement("textarea");
      field.rows = 8;
      field.value = text;
      field.setAttribute("aria-label", "A text to send to the authors of this book");
      button.replaceWith(field);
      if (card) card.kept = true;
      field.focus();
      field.setSelectionRange(text.length, text.length);
    });
    const place = document.createElement("p");
    place.append(button);
    return place;
  }

  for (const told of document.querySelectorAll(".senco-told[data-kind]")) {
    told.addEventListener("toggle", () => {
      const body = told.querySelector("p[id]"), gist = told.querySelector("summary");
      told.lastElementChild.append(makeContest(body.id, [gist, body]));
    }, { once: true });
  }
  for (const mark of document.querySelectorAll(".senco-claim")) {
    mark.addEventListener("mouseenter", () => open(mark, false));
    mark.addEventListener("mouseleave", (event) => {
      if (card && !card.kept && !card.element.contains(event.relatedTarget)) close();
    });
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      if (card && card.kept && card.mark === mark) {
        close();
        return;
      }
      open(mark, true);
      if (card) card.element.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !card) return;
    const { mark } = card;
    close();
    mark.focus();
  });
  document.addEventListener("click", (event) => {
    if (card && !card.element.contains(event.target) && !event.target.closest(".senco-claim")) close();
  });
})();

/* The page of claims: a choice by level, kind, verdict and words. It stands in the address, so that
   it can be passed on and the way back undoes it; the address of a claim opens it. All of it is in
   the page already, folded, and this script shows, hides and opens. */
(() => {
  "use strict";
  const form = document.querySelector(".senco-choose");
  if (!form) return;
  const NAMES = ["level", "kind", "verdict", "words"], CHOICE = "#claims:";
  const rows = [...document.querySelectorAll(".senco-told[data-kind]")];
  const groups = [...document.querySelectorAll(".senco-group")].filter((one) => one.querySelector("[data-kind]"));
  const counts = new Map(groups.map((one) => [one, one.querySelector(".senco-count").textContent]));
  const simplify = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, simplify(row.textContent)]));

  const readAddress = () => location.hash.startsWith(CHOICE)
    ? Object.fromEntries(new URLSearchParams(location.hash.slice(CHOICE.length))) : {};
  const readForm = () => Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()]));
  const writeAddress = (choice) => {
    const kept = Object.entries(choice).filter(([, value]) => value);
    return kept.length ? CHOICE + new URLSearchParams(kept) : "#claims";
  };

  /* Opened here, a group is closed again with the next choice; opened by hand, it stays. */
  function unfold(group, wanted) {
    if (wanted === group.open || (!wanted && !("unfolded" in group.dataset))) return;
    group.open = wanted;
    if (wanted) group.dataset.unfolded = "";
    else delete group.dataset.unfolded;
  }

  function show(choice) {
    for (const name of NAMES) {
      const field = form.elements[name], value = choice[name] || "";
      if (field.value.trim() !== value) field.value = value;
      if (field.selectedIndex < 0) field.value = "";
    }
    const wanted = readForm(), words = simplify(wanted.words).split(/\s+/).filter(Boolean);
    const narrowed = NAMES.some((name) => wanted[name]);
    const fits = (row) =>
      (!wanted.level || row.dataset.level === wanted.level) &&
      (!wanted.kind || row.dataset.kind === wanted.kind) &&
      (!wanted.verdict || row.dataset.verdict.split("|").includes(wanted.verdict)) &&
      words.every((word) => texts.get(row).includes(word));
    for (const row of rows) row.hidden = !fits(row);
    for (const group of groups) {
      const all = group.querySelectorAll("[data-kind]"), n = [...all].filter((row) => !row.hidden).length;
      group.hidden = !n;
      group.querySelector(".senco-count").textContent = narrowed ? `${n} of ${all.length} claims` : counts.get(group);
      unfold(group, narrowed && n > 0);
    }
    for (const section of new Set(groups.map((one) => one.closest("section")))) {
      section.hidden = groups.every((one) => one.hidden || !section.contains(one));
    }
    const n = rows.filter((row) => !row.hidden).length;
    document.querySelector(".senco-counted").textContent = !narrowed ? `All ${rows.length} claims.`
      : n ? `Showing ${n} of ${rows.length} claims.` : "No claim fits this choice.";
  }

  /* A claim or a group that the address names is opened, with what it stands in. */
  function follow() {
    if (location.hash.startsWith(CHOICE)) return show(readAddress());
    const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const told = place && place.closest(".senco-told, .senco-group");
    show({});
    if (!told) return;
    for (let one = told; one; one = one.parentElement.closest("details")) one.open = true;
    told.scrollIntoView();
  }

  function choose(typing) {
    const address = writeAddress(readForm());
    if (address !== location.hash) history[typing ? "replaceState" : "pushState"](null, "", address);
    show(readForm());
  }

  form.hidden = false;
  form.addEventListener("change", (event) => { if (event.target.name !== "words") choose(false); });
  form.elements.words.addEventListener("input", () => choose(Boolean(readAddress().words)));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of NAMES) form.elements[name].value = "";
    choose(false);
  });
  window.addEventListener("popstate", follow);
  window.addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll(".senco-group, .senco-told")) one.open = true;
  });
  follow();
})();

/* Whoever scrolls back is offered the way to the top; the theme's own script for that comes with
   its menus that drop down, which few pages have. Where the page has grown or shrunk, as when its
   letters arrive late, the browser moved and not the reader. */
(() => {
  "use strict";
  const button = document.getElementById("pst-back-to-top");
  if (!button) return;
  const header = document.querySelector(".bd-header");
  const page = document.documentElement;
  let [before, height] = [window.scrollY, page.scrollHeight];
  window.addEventListener("scroll", () => {
    const back = window.scrollY < before && window.scrollY > (header ? header.offsetHeight : 0);
    if (page.scrollHeight === height) button.style.display = back ? "block" : "none";
    [before, height] = [window.scrollY, page.scrollHeight];
  }, { passive: true });
  button.addEventListener("click", () => window.scrollTo({ top: 0 }));
})();
