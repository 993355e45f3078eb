/* The view and its history: controls change it, undo and redo go through it. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const MOST = 100;
  const past = [];
  const future = [];
  let present = null;
  let jumping = false;

  page.undo = () => jump(past, future);
  page.redo = () => jump(future, past);

  function jump(from, to) {
    if (!from.length) return;
    to.push(present);
    jumping = true;
    page.set("view", from.pop());
  }

  function remember(view) {
    if (present !== null && !jumping) {
      past.push(present);
      future.length = 0;
      if (past.length > MOST) past.shift();
    }
    jumping = false;
    present = view;
  }

  /* ------------------------------------------------ days of the strip */

  const strip = () => document.querySelector(".strip[data-first]");

  function day(number) {
    const first = new Date(`${strip().dataset.first}T00:00:00Z`);
    first.setUTCDate(first.getUTCDate() + number);
    return first.toISOString().slice(0, 10);
  }

  function number(text) {
    return Math.round((Date.parse(text) - Date.parse(strip().dataset.first)) / 86400000);
  }

  function period(view) {
    if (!strip()) return [0, 1];
    const last = Number(strip().dataset.days) - 1;
    return [view.from_day ? number(view.from_day) : 0, view.to_day ? number(view.to_day) : Math.max(last, 1)];
  }

  function told(view) {
    if (!strip()) return window.dash_clientside.no_update;
    const last = Number(strip().dataset.days) - 1;
    const days = [view.from_day || day(0), view.to_day || day(last)];
    document.querySelectorAll(".bars > span").forEach((bar) => {
      const from = bar.title.slice(0, 10);
      bar.classList.toggle("outside", from < days[0] || from > days[1]);
    });
    return days[0] === days[1] ? days[0] : `${days[0]} – ${days[1]}`;
  }

  /* ------------------------------------------------ controls and view */

  const every = (id) => JSON.parse(document.getElementById(id).dataset.every);
  const without = (id, on) => every(id).filter((kind) => !on.includes(kind));
  const but = (id, off) => every(id).filter((kind) => !off.includes(kind));

  function fields(measure, relationships, entities, projection, count, facts, services, days) {
    const found = {
      measure: measure,
      without_relationships: without("relationship-options", relationships),
      without_entities: without("entity-options", entities),
      projection: projection,
      min_count: Number(count) || 1,
      facts_only: Boolean(facts),
      services: services ? "keep" : "apart",
    };
    if (!strip()) return found;
    const last = Number(strip().dataset.days) - 1;
    found.from_day = days[0] > 0 ? day(days[0]) : null;
    found.to_day = days[1] < last ? day(days[1]) : null;
    return found;
  }

  function controlled(...values) {
    if (present === null) return;
    const found = fields(...values);
    const differs = ([name, value]) => JSON.stringify(value) !== JSON.stringify(present[name]);
    const changed = Object.fromEntries(Object.entries(found).filter(differs));
    if (Object.keys(changed).length) page.gesture({ kind: "set", ...changed });
  }

  function viewed(view) {
    remember(view);
    return [
      view.measure,
      but("relationship-options", view.without_relationships),
      but("entity-options", view.without_entities),
      view.projection,
      view.min_count,
      view.facts_only,
      view.services === "keep",
      period(view),
      told(view),
      !past.length,
      !future.length,
    ];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.workbench = Object.assign({}, window.dash_clientside.workbench, {
    controlled: controlled,
    viewed: viewed,
  });
})();
