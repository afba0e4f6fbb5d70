/* Comments are kept by another service: its script is loaded when a reader asks for it, once. */
(() => {
  "use strict";
  const offer = document.querySelector(".senco-comments");
  if (!offer) return;
  const button = offer.querySelector("button");
  offer.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    const script = document.createElement("script");
    script.src = offer.dataset.script;
    script.addEventListener("error", () => { button.disabled = false; script.remove(); });
    document.head.append(script);
  });
})();
