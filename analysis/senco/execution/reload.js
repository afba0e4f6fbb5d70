// A page that `senco serve` shows loads itself again when the book was built anew, and stays where
// it was. No built book holds this script.
(() => {
  const own = document.currentScript.dataset.site;
  const key = `senco-place ${location.pathname}`;
  const sidebars = () => document.querySelectorAll(".bd-sidebar-primary, .bd-sidebar-secondary");

  function keepPlace() {
    const open = Array.from(document.querySelectorAll("details"), (one) => one.open);
    const sides = Array.from(sidebars(), (one) => one.scrollTop);
    sessionStorage.setItem(key, JSON.stringify({ x: scrollX, y: scrollY, open, sides }));
  }

  function takePlace() {
    const kept = sessionStorage.getItem(key);
    if (!kept) return;
    sessionStorage.removeItem(key);
    const { x, y, open, sides } = JSON.parse(kept);
    const folds = document.querySelectorAll("details");
    // where folds were added or taken away it is not known which of them were open
    if (folds.length === open.length) folds.forEach((one, n) => { one.open = open[n]; });
    sidebars().forEach((one, n) => { one.scrollTop = sides[n] ?? 0; });
    scrollTo({ left: x, top: y, behavior: "instant" });
  }

  function tell(problem) {
    let box = document.getElementById("senco-problem");
    if (!problem) { box?.remove(); return; }
    if (!box) {
      box = document.createElement("pre");
      box.id = "senco-problem";
      box.setAttribute("role", "alert");
      box.style.cssText = "position: fixed; inset: auto 0 0 0; z-index: 9999; margin: 0; " +
        "max-height: 40vh; overflow: auto; padding: 1rem; white-space: pre-wrap; " +
        "background: #fff; color: #8a1c12; border-top: 4px solid #8a1c12";
      document.body.append(box);
    }
    box.textContent = `What was saved could not be built; this page is as before.\n\n${problem}`;
  }

  if (document.readyState === "complete") takePlace();
  else addEventListener("load", takePlace, { once: true });
  const news = new EventSource("/_serve/news");
  news.onmessage = (message) => {
    const { site, problem } = JSON.parse(message.data);
    if (site !== own) {
      news.close();
      keepPlace();
      location.reload();
    } else {
      tell(problem);
    }
  };
  addEventListener("pagehide", () => news.close());
})();
