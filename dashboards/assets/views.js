/* The view and its history: controls change it, undo and redo go through it. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const MOST = 100;
  const past = [];
  const future = [];
  const QUIET = 200; // milliseconds without a further move of the strip's handles
  const SETTLED = 10000; // milliseconds after which a control follows the view again in any case
  let present = null;
  let jumping = false;
  let pending = {}; // what controls said and no view has yet: a control must not jump back meanwhile
  let settling = null;
  let sending = null;

  /* Fields of the view that need nothing of the case are set without asking the server. */
  page.setFields = function (fields) {
    const next = { ...present, ...fields };
    if (JSON.stringify(next) === JSON.stringify(present)) return;
    window.dash_clientside.set_props("notice", { children: "" });
    page.set("view", next);
  };

  page.undo = () => jump(past, future);
  page.view = () => present;
  page.redo = () => jump(future, past);

  function jump(from, to) {
    if (!from.length) return;
    to.push(present);
    jumping = true;
    pending = {};
    page.set("view", from.pop());
  }

  function remember(view) {
    const kept = present === null && page.keptView();
    if (kept) setTimeout(() => page.set("view", kept));
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

  const CONTROLS = [
    ["measure"],
    ["without_relationships"],
    ["without_entities"],
    ["projection"],
    ["min_count"],
    ["facts_only"],
    ["services"],
    ["co_mentions"],
    ["by_measure"],
    ["grouping"],
    ["from_day", "to_day"],
  ]; // the fields that each says, in the order in which they are given
  const showing = {};

  const every = (id) => JSON.parse(document.getElementById(id).dataset.every);
  const without = (id, on) => every(id).filter((kind) => !on.includes(kind));
  const but = (id, off) => every(id).filter((kind) => !off.includes(kind));

  function fields(measure, relationships, entities, projection, count, facts, services, mentions, byMeasure, grouping, days) {
    const found = {
      measure: measure,
      without_relationships: without("relationship-options", relationships),
      without_entities: without("entity-options", entities),
      projection: projection,
      min_count: Number(count) || 1,
      facts_only: Boolean(facts),
      services: services ? "keep" : "apart",
      co_mentions: Boolean(mentions),
      by_measure: Boolean(byMeasure),
      grouping: grouping,
    };
    if (!strip()) return found;
    const last = Number(strip().dataset.days) - 1;
    found.from_day = days[0] > 0 ? day(days[0]) : null;
    found.to_day = days[1] < last ? day(days[1]) : null;
    return found;
  }

  function controlled(...values) {
    CONTROLS.forEach((names, n) => (showing[names] = JSON.stringify(values[n])));
    if (present === null) return;
    const found = fields(...values);
    const differs = ([name, value]) => JSON.stringify(value) !== JSON.stringify(present[name]);
    const changed = Object.fromEntries(Object.entries(found).filter(differs));
    if (!Object.keys(changed).length) return;
    Object.assign(pending, changed);
    clearTimeout(settling);
    settling = setTimeout(() => (pending = {}), SETTLED);
    clearTimeout(sending);
    const dragged = Object.keys(changed).every((name) => name.endsWith("_day"));
    sending = setTimeout(() => page.gesture({ kind: "set", ...pending }), dragged ? QUIET : 0);
  }

  /* Drawn again once a measure is counted; wired as an answer, it would hold every drawing up. */
  function counted(told) {
    if (told) page.set("redraw", told);
  }

  function settle(view) {
    Object.keys(pending)
      .filter((name) => JSON.stringify(pending[name]) === JSON.stringify(view[name]))
      .forEach((name) => delete pending[name]);
  }

  /* What a control is to show; nothing where it shows that already, or has said something newer. */
  function unless(names, value) {
    const told = JSON.stringify(value);
    if (names.some((name) => name in pending) || showing[names] === told) return window.dash_clientside.no_update;
    showing[names] = told;
    return value;
  }

  /* What is selected may be another thing in another network. */
  function inspectAnew() {
    const { entities, relationship } = page.selection;
    if (entities.length || relationship) page.set("selection", { ...page.selection, at: Date.now() });
  }

  function viewed(view) {
    if (present !== null) inspectAnew();
    remember(view);
    settle(view);
    const values = [
      view.measure,
      but("relationship-options", view.without_relationships),
      but("entity-options", view.without_entities),
      view.projection,
      view.min_count,
      view.facts_only,
      view.services === "keep",
      view.co_mentions,
      view.by_measure,
      view.grouping,
      period(view),
    ];
    return [
      ...CONTROLS.map((names, n) => unless(names, values[n])),
      told(view),
      !past.length,
      !future.length,
    ];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.workbench = Object.assign({}, window.dash_clientside.workbench, {
    controlled: controlled,
    counted: counted,
    viewed: viewed,
  });
})();
