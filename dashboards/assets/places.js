/* The way between pages: which one is seen, and the keys of those besides the network. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const place = () => (location.pathname === "/" ? "network" : "other");

  page.onNetwork = () => place() === "network";

  function atPlace(path, search) {
    document.querySelectorAll(".place").forEach((part) => {
      part.classList.toggle("away", part.dataset.page !== place());
    });
    document.querySelectorAll(".pages a").forEach((link) => {
      const here = link.getAttribute("href") === path;
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    const wanted = page.onNetwork() && new URLSearchParams(search).get("show");
    if (wanted) whenDrawn(() => page.find([wanted]));
    return window.dash_clientside.no_update;
  }

  function whenDrawn(act) {
    const cy = page.canvas && page.canvas();
    if (cy && cy.scratch("drawing")) act();
    else setTimeout(() => whenDrawn(act), 50);
  }

  document.addEventListener("animationend", (event) => {
    if (event.target.matches("#notice > .done"))
      window.dash_clientside.set_props("notice", { children: "" });
  });

  /* A control of another page says in data-key which key presses it. */
  document.addEventListener("keydown", (event) => {
    if (page.onNetwork() || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, [role=slider], [contenteditable]")) return;
    if (document.querySelector(".mantine-Modal-content")) return;
    const key = CSS.escape(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    const meant = document.querySelector(`.place:not(.away) [data-key="${key}"]`);
    if (!meant || meant.disabled) return;
    event.preventDefault();
    meant.click();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.workbench = Object.assign({}, window.dash_clientside.workbench, {
    atPlace: atPlace,
  });
})();
