/* Words marked by mouse or keyboard in a document's text, to be added as a mention. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  let last = "";

  /* Characters as the server counts them: one for each code point. */
  const length = (text) => [...text].length;

  function marked() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const from = range.startContainer.parentElement.closest(".passage-text");
    if (!from || from !== range.endContainer.parentElement.closest(".passage-text")) return null;
    const quote = range.toString();
    if (!quote.trim()) return null;
    const before = document.createRange();
    before.setStart(from, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const place = JSON.parse(from.dataset.passage);
    const lead = length(before.toString()) + length(quote) - length(quote.trimStart());
    const told = { kind: "marked", quote: quote.trim(), ...place };
    if ("from" in place) {
      told.start = place.from + lead;
      told.end = told.start + length(quote.trim());
    }
    return told;
  }

  function tell() {
    const frame = document.querySelector("[data-marks]");
    const told = frame && marked();
    const key = JSON.stringify(told);
    if (told && key !== last) page.set(frame.dataset.marks, { ...told, at: Date.now() });
    last = key;
  }

  document.addEventListener("mouseup", () => setTimeout(tell, 0));
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift") tell();
  });

  /* The panel follows the text: what is looked at is brought into sight. */
  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.workbench = Object.assign({}, window.dash_clientside.workbench, {
    reviewed: (chosen) => {
      const none = window.dash_clientside.no_update;
      document.querySelectorAll(".marked[aria-current]").forEach((one) => {
        one.removeAttribute("aria-current");
      });
      if (!chosen) return none;
      const wanted = `"object": "${chosen.kind}", "number": ${chosen.number}`;
      const found = [...document.querySelectorAll(".marked")].find((one) =>
        one.dataset.told.includes(`${wanted}}`),
      );
      if (found) {
        found.setAttribute("aria-current", "true");
        found.scrollIntoView({ block: "nearest" });
      }
      return none;
    },
  });
})();
