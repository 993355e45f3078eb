/* What a click adds to the report, on any page: elements say in data-collect what it is. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-collect]");
    if (!element || element.disabled) return;
    window.workbench.set("collecting", { ...JSON.parse(element.dataset.collect), at: Date.now() });
  });
})();
