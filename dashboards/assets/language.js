/* The language: kept in a cookie, which the server reads when the page is loaded anew. What was
   shown comes back in the new language. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const YEAR = 365 * 24 * 3600; // seconds
  const KEPT = "kept-view";

  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-language]");
    if (!element) return;
    document.cookie = `language=${element.dataset.language}; path=/; max-age=${YEAR}; SameSite=Strict`;
    sessionStorage.setItem(KEPT, JSON.stringify(page.view()));
    location.reload();
  });

  /* The view from before the page was loaded anew, once. */
  page.keptView = function () {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    return kept && JSON.parse(kept);
  };
})();
