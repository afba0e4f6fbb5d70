/* The explorer of a page on networks: filters, and a map that opens the evidence. What is chosen
   stands in the address, so that it can be passed on and the way back undoes it. All of it is in
   the page already; this script shows and hides, and fetches nothing. */
(() => {
  "use strict";
  const FILTERS = ["participant", "source", "system"], CHOICE = "#explorer:", ONE = "#explore-";
  /* A tap this near to the middle of a disc is meant for it: half of 44 pixels. */
  const NEAR = 22;

  const count = (n, one, more) => `${n} ${n === 1 ? one : more}`;

  function readAddress() {
    const hash = location.hash;
    if (hash.startsWith(ONE)) return { influence: hash.slice(ONE.length) };
    if (!hash.startsWith(CHOICE)) return {};
    return Object.fromEntries(new URLSearchParams(hash.slice(CHOICE.length)));
  }

  function writeAddress(choice) {
    const kept = Object.entries(choice).filter(([, value]) => value);
    if (!kept.length) return "#explorer";
    if (kept.length === 1 && choice.influence) return ONE + choice.influence;
    return CHOICE + new URLSearchParams(kept);
  }

  function start(explorer) {
    const form = explorer.querySelector("form"), map = explorer.querySelector("svg");
    const sections = [...explorer.querySelectorAll("details[data-influence]")];
    const fits = (row, choice) =>
      (!choice.participant || row.dataset.participant === choice.participant) &&
      (!choice.source || row.dataset.source.split("|").includes(choice.source));

    /* Opened here, a section is closed again with the next choice; opened by hand, it stays. */
    function unfold(section, wanted) {
      if (wanted === section.open) return;
      if (!wanted && !("unfolded" in section.dataset)) return;
      section.open = wanted;
      if (wanted) section.dataset.unfolded = "";
      else delete section.dataset.unfolded;
    }

    function show(choice) {
      for (const name of FILTERS) {
        form.elements[name].value = choice[name] || "";
        if (form.elements[name].selectedIndex < 0) form.elements[name].value = "";
      }
      const wanted = { influence: choice.influence };
      for (const name of FILTERS) wanted[name] = form.elements[name].value;
      const narrowed = FILTERS.some((name) => wanted[name]), seen = new Set();
      let pieces = 0;
      for (const section of sections) {
        const key = section.dataset.influence;
        let own = 0;
        for (const row of section.querySelectorAll("tr[data-participant]")) {
          row.hidden = !fits(row, wanted);
          own += row.hidden ? 0 : 1;
        }
        const here = !wanted.system || section.dataset.system === wanted.system;
        section.hidden = !here || (narrowed && !own);
        section.querySelector(".senco-explorer-count").textContent =
          own ? count(own, "piece of evidence", "pieces of evidence") : "no evidence";
        if (here && own) { seen.add(key); pieces += own; }
        unfold(section, !section.hidden && (key === wanted.influence || Boolean(wanted.participant)));
      }
      for (const tie of explorer.querySelectorAll(".tie")) {
        tie.classList.toggle("out", !seen.has(tie.dataset.influence) || !fits(tie, wanted));
      }
      for (const link of explorer.querySelectorAll("a.influence")) {
        link.classList.toggle("out", !seen.has(link.dataset.influence));
      }
      for (const person of explorer.querySelectorAll(".person")) {
        person.classList.toggle("out", Boolean(wanted.participant) &&
          person.dataset.participant !== wanted.participant);
      }
      explorer.querySelector(".senco-explorer-status").textContent = pieces
        ? `Showing ${count(pieces, "piece of evidence", "pieces of evidence")} on ` +
          `${count(seen.size, "influence", "influences")}.`
        : "No evidence fits this choice.";
      return seen;
    }

    const readForm = () => Object.fromEntries(FILTERS.map((name) => [name, form.elements[name].value]));

    function choose(choice) {
      const address = writeAddress(choice);
      if (address !== location.hash) history.pushState(null, "", address);
      show(choice);
    }

    function goTo(key) {
      const section = sections.find((one) => one.dataset.influence === key);
      if (!section) return;
      section.querySelector("summary").focus({ preventScroll: true });
      section.scrollIntoView({ block: "nearest" });
    }

    function chooseInfluence(key) {
      const link = explorer.querySelector(`a.influence[data-influence="${CSS.escape(key)}"]`);
      const apart = link.classList.contains("out");  // what is chosen leaves nothing of it
      choose({ ...(apart ? {} : readForm()), influence: key });
      goTo(key);
    }

    function choosePerson(name) {
      const chosen = readForm();
      choose({ ...chosen, participant: chosen.participant === name ? "" : name });
      const first = sections.find((section) => section.open && !section.hidden);
      if (first) first.scrollIntoView({ block: "nearest" });
    }

    function findNearest(x, y) {
      let found = null, least = NEAR;
      for (const node of map.querySelectorAll("a.influence, .person")) {
        const box = node.querySelector("circle").getBoundingClientRect();
        const far = Math.hypot(x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2);
        if (far <= least) [found, least] = [node, far];
      }
      return found;
    }

    form.hidden = false;
    form.addEventListener("change", () => choose(readForm()));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => { event.preventDefault(); choose({}); });
    map.addEventListener("click", (event) => {
      const node = event.target.closest("a.influence, .person") ||
        findNearest(event.clientX, event.clientY);
      if (!node) return;
      event.preventDefault();
      if (node.matches(".person")) choosePerson(node.dataset.participant);
      else chooseInfluence(node.dataset.influence);
    });
    for (const section of sections) {
      section.addEventListener("toggle", () => {
        const link = map.querySelector(
          `a.influence[data-influence="${CSS.escape(section.dataset.influence)}"]`);
        if (link) link.classList.toggle("chosen", section.open);
      });
    }

    function follow() {
      if (location.hash && !location.hash.startsWith("#explore")) return;
      const choice = readAddress();
      show(choice);
      if (choice.influence) goTo(choice.influence);
    }
    window.addEventListener("hashchange", follow);
    show({});
    if (location.hash) follow();
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".senco-explorer").forEach(start);
  });
})();
