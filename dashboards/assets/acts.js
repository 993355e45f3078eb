/* Clicks and keys: elements say in data-gesture what a click on them means. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const ends = { from: null, to: null };
  let other = 0;

  const chosen = () => page.selection.entities;
  const canvas = () => page.canvas();
  const entities = () => canvas().nodes(":childless");

  function zoom(factor) {
    const cy = canvas();
    const middle = { x: cy.width() / 2, y: cy.height() / 2 };
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: middle });
  }

  function image() {
    const paper = getComputedStyle(document.querySelector(".canvas-frame")).backgroundColor;
    const link = document.createElement("a");
    link.href = canvas().png({ full: true, scale: 2, bg: paper, maxWidth: 8000, maxHeight: 8000 });
    link.download = "network.png";
    link.click();
  }

  function name(entity) {
    const drawn = canvas().getElementById(entity);
    if (drawn.length) return drawn.data("label");
    const title = document.querySelector(`[data-entity="${entity}"]`);
    return title ? title.textContent : entity;
  }

  function setEnd(end, entity) {
    ends[end] = entity;
    document.getElementById(`path-${end}`).textContent = entity ? name(entity) : "—";
  }

  function path(from, to, next) {
    if (!from || !to) return;
    other = next ? other + 1 : 0;
    setEnd("from", from);
    setEnd("to", to);
    page.gesture({ kind: "path", entities: [from, to], other: other });
  }

  function clearPath() {
    setEnd("from", null);
    setEnd("to", null);
    if (canvas().elements(".on-path").length) page.gesture({ kind: "clear-path" });
  }

  function expandForm(told) {
    const count = Number(document.getElementById("expand-count").value) || 15;
    const kinds = page.expandKinds || [];
    page.gesture({ kind: "expand", entities: told.entities, count: count, relations: kinds });
  }

  function withChosen(kind) {
    if (chosen().length) page.gesture({ kind: kind, entities: chosen() });
  }

  /* Choose all that fit, as if each had been clicked. */
  function select(found) {
    page.choose(found.map((node) => node.id()), null, false);
  }

  function linked() {
    const least = Number(document.getElementById("select-links").value) || 1;
    select(entities().filter((node) => node.neighborhood("node").length >= least));
  }

  function neighbours() {
    const mine = canvas().nodes(":selected");
    select(mine.union(mine.neighborhood("node")));
  }

  const local = {
    "select-kind": (told) => select(entities().filter((node) => node.data("kind") === told.value)),
    "select-linked": linked,
    "select-neighbours": neighbours,
    "select-all": () => select(entities()),
    "select-lasso": () => page.lasso(select),
    "select-others": () => select(entities().not(":selected")),
    find: (told) => page.find(told.entities),
    inspect: (told) => page.choose(told.entities, null, false),
    "inspect-relationship": (told) => {
      page.choose([], told.relationship, false);
      page.reveal(told.relationship);
    },
    "path-end": (told) => chosen().length && setEnd(told.end, chosen()[0]),
    "path-ends": () => (chosen().length === 2 ? path(...chosen()) : path(ends.from, ends.to)),
    "path-other": () => path(ends.from, ends.to, true),
    "path-selected": () => path(...chosen()),
    path: (told) => path(...told.entities),
    "clear-path": clearPath,
    "expand-form": expandForm,
    "expand-selected": () => withChosen("expand"),
    "collapse-selected": () => withChosen("collapse"),
    "hide-selected": () => withChosen("hide"),
    "save-view": (told) => page.set("saving", { ...told, at: Date.now() }),
    "forget-view": (told) => page.set("saving", { ...told, at: Date.now() }),
    undo: () => page.undo(),
    redo: () => page.redo(),
    fit: () => page.fit(),
    "zoom-in": () => zoom(1.3),
    "zoom-out": () => zoom(1 / 1.3),
    image: image,
  };

  function act(told) {
    if (local[told.kind]) local[told.kind](told);
    else page.gesture(told);
  }

  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-gesture], [data-reading]");
    if (!element || element.disabled) return;
    if (element.dataset.gesture) act(JSON.parse(element.dataset.gesture));
    else page.set("reading", { ...JSON.parse(element.dataset.reading), at: Date.now() });
  });

  /* A list that a button opened closes when something else is clicked, or by Escape. */
  function close(but) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(but)) menu.open = false;
    });
  }

  document.addEventListener("pointerdown", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(null);
  });

  /* ------------------------------------------------ keys */

  function step(forward) {
    const nodes = entities().sort((a, b) => b.data("size") - a.data("size"));
    if (!nodes.length) return;
    const ids = nodes.map((node) => node.id());
    const at = ids.indexOf(chosen()[0]);
    const to = at < 0 ? 0 : (at + (forward ? 1 : -1) + ids.length) % ids.length;
    page.find([ids[to]]);
  }

  /* A dialog that Escape closes may be gone before the page hears of the key. */
  let reading = false;
  window.addEventListener("keydown", () => { reading = Boolean(document.querySelector(".mantine-Modal-content")); }, true);

  function escape() {
    if (reading) return;
    if (canvas().elements(".on-path").length) clearPath();
    else page.choose([], null, false);
  }

  const keys = {
    "/": () => document.getElementById("search").focus(),
    Escape: escape,
    f: () => page.fit(),
    "+": () => zoom(1.3),
    "-": () => zoom(1 / 1.3),
    a: () => select(entities()),
    l: () => page.lasso(select),
    e: () => withChosen("expand"),
    c: () => withChosen("collapse"),
    h: () => withChosen("hide"),
    p: () => path(...chosen()),
    n: () => step(true),
    N: () => step(false),
  };

  function withControl(event) {
    const key = event.key.toLowerCase();
    if (key === "z") return event.shiftKey ? page.redo : page.undo;
    return key === "y" ? page.redo : null;
  }

  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, textarea, select, [role=slider], [contenteditable]");
    if (writing && event.key === "Escape") event.target.blur();
    if (writing || event.altKey || !page.onNetwork() || !canvas()) return;
    const key = event.key.length === 1 && event.key !== "N" ? event.key.toLowerCase() : event.key;
    const meant = event.ctrlKey || event.metaKey ? withControl(event) : keys[key];
    if (!meant) return;
    event.preventDefault();
    meant();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.workbench = Object.assign({}, window.dash_clientside.workbench, {
    expandKinds: (kinds) => {
      page.expandKinds = kinds;
    },
  });
})();
