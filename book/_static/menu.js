/* The menu of the book and the contents of a page. On a narrow page the theme moves each into a
   dialogue; here its button says whether it is open, it begins where the reader is, a link closes
   it, and the focus goes back to where it came from. */
(() => {
  "use strict";
  const CURRENT = "a.current, .bd-sidenav__home-link .current a, .toc-entry a.active";

  /* Move the part of a list that scrolls so that the reader's own place is in its middle. */
  function centre(list, link) {
    const box = list.getBoundingClientRect(), own = link.getBoundingClientRect();
    if (own.top >= box.top && own.bottom <= box.bottom) return;
    list.scrollTop += own.top - box.top - box.height / 2;
  }

  function watch(kind, wide) {
    const button = document.querySelector(`.${kind}-toggle`);
    const sidebar = document.getElementById(`pst-${kind}-sidebar`);
    const dialog = document.getElementById(`pst-${kind}-sidebar-modal`);
    if (!button || !sidebar || !dialog) return;
    let shown = null, left = false;

    function tell() {
      const before = shown;
      shown = wide.matches ? !sidebar.classList.contains("pst-sidebar-hidden") : dialog.open;
      button.setAttribute("aria-expanded", shown);
      button.setAttribute("aria-controls", dialog.open ? dialog.id : sidebar.id);
      if (before === null || before === shown) return;
      if (!dialog.open) {
        if (!left) button.focus({ preventScroll: true });
        return;
      }
      left = false;
      const link = dialog.querySelector(CURRENT) || dialog.querySelector("nav a");
      link.focus({ preventScroll: true });
      centre(dialog, link);
    }

    const observer = new MutationObserver(tell);
    for (const part of [sidebar, dialog]) observer.observe(part, { attributes: true });
    dialog.addEventListener("click", (event) => {
      left = Boolean(event.target.closest("a")) && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (left) dialog.close();
    });
    wide.addEventListener("change", () => {
      if (dialog.open) dialog.close();
      shown = null;
      tell();
    });
    tell();
  }

  document.addEventListener("DOMContentLoaded", () => {
    watch("primary", matchMedia("(min-width: 992px)"));
    watch("secondary", matchMedia("(min-width: 1200px)"));
    const sidebar = document.querySelector("div.bd-sidebar-primary");
    const here = sidebar && sidebar.querySelector(CURRENT);
    if (!here) return;
    here.setAttribute("aria-current", "page");
    centre(sidebar, here);
  });

  /* The theme takes the focus from what was pressed; whoever uses the keyboard keeps their place. */
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest(".theme-switch-button, .search-button__button");
    const dialog = document.getElementById("pst-search-dialog");
    if (!pressed) return;
    if (pressed.matches(".theme-switch-button")) pressed.focus({ preventScroll: true });
    else if (dialog && dialog.open) {
      dialog.addEventListener("close", () => pressed.focus({ preventScroll: true }), { once: true });
    }
  });
})();
