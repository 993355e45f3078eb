/* What a click adds to the report, on any page: elements say in data-collect what it is; and which
   fields an export's form has. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-collect]");
    if (!element || element.disabled) return;
    window.workbench.set("collecting", { ...JSON.parse(element.dataset.collect), at: Date.now() });
  });

  const SUMMARIES = ["summary", "disclosure"];
  const ABOUT_ONE = ["person", "phone"];

  function exportFields(form, template) {
    const summary = SUMMARIES.includes(form);
    const one = summary && ABOUT_ONE.includes(template);
    return [!summary, !summary, !one, one, { hidden: !summary || template !== "comparison" }, !summary];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.workbench = Object.assign({}, window.dash_clientside.workbench, {
    exportFields: exportFields,
  });
})();
