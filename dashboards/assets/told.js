/* On pages besides the network an element says in data-told what a click on it tells the server,
   and in data-to which store takes it. What alters the case is told one at a time. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  let altering = false;

  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-told]");
    if (!element || element.disabled) return;
    const told = JSON.parse(element.dataset.told);
    if (told.alters && altering) return;
    altering = altering || Boolean(told.alters);
    page.set(element.dataset.to, { ...told, at: Date.now() });
    document.querySelectorAll(`[data-to="${element.dataset.to}"][aria-current]`).forEach((other) => {
      if (told.shows) other.removeAttribute("aria-current");
    });
    if (told.shows) element.setAttribute("aria-current", "true");
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.workbench = Object.assign({}, window.dash_clientside.workbench, {
    altered: (working) => {
      altering = Boolean(working);
      return window.dash_clientside.no_update;
    },
  });
})();
