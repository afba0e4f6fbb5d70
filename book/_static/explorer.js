/* The explorer of a page on networks: filters, and a map that opens the evidence.
   All of it is in the page already; this script shows and hides, and fetches nothing. */
(function () {
  "use strict";

  function open(explorer, key) {
    var section = explorer.querySelector('details[data-influence="' + CSS.escape(key) + '"]');
    if (!section) return;
    section.hidden = false;
    section.open = true;
    section.querySelector("summary").focus({ preventScroll: true });
    section.scrollIntoView({ block: "nearest" });
  }

  function filter(explorer, form) {
    var wanted = {
      participant: form.elements.participant.value,
      source: form.elements.source.value,
      system: form.elements.system.value,
    };
    var pieces = 0, influences = 0, visible = {};
    explorer.querySelectorAll("details[data-influence]").forEach(function (section) {
      var count = 0;
      section.querySelectorAll("tr[data-participant]").forEach(function (row) {
        var fits = (!wanted.participant || row.dataset.participant === wanted.participant) &&
          (!wanted.source || row.dataset.source === wanted.source);
        row.hidden = !fits;
        count += fits ? 1 : 0;
      });
      var here = !wanted.system || section.dataset.system === wanted.system;
      section.hidden = !here;
      section.querySelector(".senco-explorer-count").textContent = count;
      visible[section.dataset.influence] = here && count > 0;
      if (here && count) { pieces += count; influences += 1; }
    });
    explorer.querySelectorAll(".tie").forEach(function (tie) {
      var fits = visible[tie.dataset.influence] &&
        (!wanted.participant || tie.dataset.participant === wanted.participant) &&
        (!wanted.source || tie.dataset.source.split("|").indexOf(wanted.source) >= 0);
      tie.classList.toggle("out", !fits);
    });
    explorer.querySelectorAll("a.influence").forEach(function (link) {
      link.classList.toggle("out", !visible[link.dataset.influence]);
    });
    explorer.querySelectorAll(".person").forEach(function (person) {
      person.classList.toggle("out",
        Boolean(wanted.participant) && person.dataset.participant !== wanted.participant);
    });
    explorer.querySelector(".senco-explorer-status").textContent =
      "Showing " + pieces + " pieces of evidence on " + influences + " influences.";
  }

  function start(explorer) {
    var form = explorer.querySelector("form");
    form.hidden = false;
    form.addEventListener("change", function () { filter(explorer, form); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () {
      setTimeout(function () { filter(explorer, form); }, 0);
    });
    explorer.querySelectorAll("a.influence").forEach(function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        open(explorer, link.dataset.influence);
      });
    });
    explorer.querySelectorAll(".person").forEach(function (person) {
      person.addEventListener("click", function () {
        var select = form.elements.participant;
        select.value = select.value === person.dataset.participant ? "" : person.dataset.participant;
        filter(explorer, form);
      });
    });
    explorer.querySelectorAll("details[data-influence]").forEach(function (section) {
      section.addEventListener("toggle", function () {
        var link = explorer.querySelector(
          'a.influence[data-influence="' + CSS.escape(section.dataset.influence) + '"]');
        if (link) link.classList.toggle("chosen", section.open);
      });
    });
    filter(explorer, form);
    if (location.hash.indexOf("#explore-") === 0) open(explorer, location.hash.slice(9));
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".senco-explorer").forEach(start);
  });
})();
