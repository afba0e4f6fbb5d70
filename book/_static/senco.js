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
