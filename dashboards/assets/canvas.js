/* The canvas: changes are put on Cytoscape.js directly, so that only what differs is touched.
   dash-cytoscape would send every element back to the page after each change, and every movement
   of pointer and camera; its listeners are therefore replaced by those below. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const MANY = 1200; // elements from which on edges are hidden while panning
  const NEAREST = 1.4; // the camera comes no nearer by itself, so that a small picture stays small
  const MARGIN = 24;
  const TOOLS = 44; // height of the tools that lie over the canvas
  const set = (id, data) => window.dash_clientside.set_props(id, { data: data });

  page.set = set;
  page.gesture = function ({ kind, ...told }) {
    if (kind === "set" && page.view()) page.setFields(told);
    else set("gesture", { ...told, kind: kind, at: Date.now() });
  };
  page.selection = { entities: [], relationship: null };

  function later(wait, act) {
    let timer = null;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => act(...given), wait);
    };
  }

  /* ------------------------------------------------ the Cytoscape.js of the page */

  page.canvas = function () {
    const cy = window.cy;
    if (!cy || cy.destroyed() || !cy.container()) return null;
    if (!cy.scratch("prepared")) prepare(cy);
    return cy;
  };

  function prepare(cy) {
    cy.off("tap select unselect add remove dragfree mouseover mouseout viewport resize tapstart");
    cy.scratch("prepared", true);
    cy.on("select unselect", later(40, report));
    cy.on("select", "edge", (event) => page.crampLabels(event.target));
    cy.on("dbltap", "node:childless", (event) => page.gesture({ kind: "expand", entities: [event.target.id()] }));
    cy.on("dragfree", "node", gather);
    cy.on("mouseover", "node, edge", (event) => {
      const found = near(event.target);
      page.crampLabels(found.edges());
      found.addClass("near");
    });
    cy.on("mouseout", "node, edge", () => cy.elements(".near").removeClass("near"));
    cy.on("zoom resize", later(60, page.labels));
    cy.on("pan", later(200, page.labels));
    cy.on("viewport", () => hasten(cy));
    new ResizeObserver(later(50, () => cy.resize())).observe(cy.container());
  }

  /* Cytoscape.js draws a large picture quickly only while a pointer drags or a wheel turns: any
     movement of the camera shall be as quick. */
  function hasten(cy) {
    const renderer = cy.renderer();
    if (!renderer.textureOnViewport) return;
    renderer.data.wheelZooming = true;
    rested(renderer);
  }

  const rested = later(150, (renderer) => {
    renderer.data.wheelZooming = false;
    renderer.redrawHint("eles", true);
    renderer.redraw();
  });

  function near(element) {
    if (element.isEdge()) return element.union(element.connectedNodes());
    const edges = element.connectedEdges();
    return edges.length > 25 ? element : element.union(edges).union(edges.connectedNodes());
  }

  /* ------------------------------------------------ what the user did */

  function report() {
    const cy = page.canvas();
    const entities = cy.nodes(":selected").map((node) => node.id());
    const edges = cy.edges(":selected");
    const relationship = !entities.length && edges.length ? edges[0].id() : null;
    page.choose(entities, relationship, true);
  }

  /* Make something the selection: on the canvas as far as it is drawn, and in the inspector. */
  page.choose = function (entities, relationship, drawn) {
    const before = JSON.stringify(page.selection);
    page.selection = { entities: entities, relationship: relationship };
    if (!drawn) mark();
    if (before !== JSON.stringify(page.selection)) set("selection", page.selection);
  };

  function mark() {
    const cy = page.canvas();
    if (!cy) return;
    const wanted = new Set([...page.selection.entities, page.selection.relationship]);
    cy.batch(() => {
      cy.elements(":selected").forEach((e) => !wanted.has(e.id()) && e.unselect());
      wanted.forEach((id) => id && cy.getElementById(id).select());
    });
  }

  let moved = [];
  const sendMoved = later(80, () => {
    const places = moved.map((node) => [node.id(), round(node.position("x")), round(node.position("y"))]);
    moved = [];
    page.gesture({ kind: "move", places: places });
  });

  function gather(event) {
    const target = event.target;
    moved.push(...(target.isParent() ? target.children() : [target]));
    sendMoved();
  }

  const round = (number) => Math.round(number * 10) / 10;

  /* ------------------------------------------------ putting a change on the canvas */

  function ready() {
    return new Promise((resolve) => {
      const look = () => (page.canvas() ? resolve(page.canvas()) : setTimeout(look, 20));
      look();
    });
  }

  const stored = (id) => window.dash_component_api.getLayout(id)?.props.data;

  /* A first picture that came with the page is drawn as soon as there is a canvas, before the rest
     of the page is connected. */
  new MutationObserver((_, watch) => {
    const cy = page.canvas();
    if (!cy) return;
    watch.disconnect();
    const told = stored("step");
    if (told) draw(cy, JSON.parse(told));
  }).observe(document, { childList: true, subtree: true });

  /* Told as text: Dash would go through every element several times. */
  page.apply = async function (told) {
    const cy = await ready();
    if (!told) return ask();
    const step = JSON.parse(told);
    if (step.number === cy.scratch("drawing")) return step.number;
    if (step.base !== null && step.base !== cy.scratch("drawing")) {
      // Two changes crossed each other: start again from an empty canvas.
      set("drawn", null);
      return ask();
    }
    draw(cy, step);
    return step.number;
  };

  function draw(cy, step) {
    if (!cy.scratch("dressed")) dress(cy);
    const added = put(cy, step);
    cy.scratch("drawing", step.number);
    const frame = document.querySelector(".canvas-frame");
    frame.dataset.drawing = step.number;
    frame.setAttribute("aria-busy", step.busy);
    const waiting = document.querySelector(".waiting");
    if (waiting) waiting.hidden = true;
    mark();
    look(cy, step, added);
    page.labels();
  }

  /* Without a first picture that came with the page, ask for one. */
  function ask() {
    set("redraw", Date.now());
    return window.dash_clientside.no_update;
  }

  function put(cy, step) {
    const added = cy.collection();
    const renderer = cy.renderer();
    if (step.add.length > MANY) step.add.forEach(quieten);
    const add = (group) => added.merge(cy.add(step.add.filter((item) => item.group === group)));
    cy.batch(() => {
      if (step.clear) cy.elements().remove();
      add("nodes");
    });
    // Dressed later, an entity would look at all its lines again for every rule of its style.
    added.forEach((node) => node.width());
    cy.batch(() => {
      add("edges");
      step.alter.forEach((item) => alter(cy.getElementById(item.data.id), item));
      // A frame goes after what stood in it was taken out: removing it would take all along.
      step.remove.forEach((id) => cy.getElementById(id).remove());
      step.move.forEach((item) => cy.getElementById(item.id).position({ x: item.x, y: item.y }));
      const path = cy.elements(".on-path");
      cy.elements(".faded").removeClass("faded");
      if (path.length) cy.elements().not(path).addClass("faded");
    });
    renderer.hideEdgesOnViewport = cy.elements().length > MANY;
    renderer.textureOnViewport = cy.elements().length > MANY;
    return added;
  }

  /* Most labels of a large picture will not be shown: to set them all first would take long. */
  function quieten(item) {
    if (item.group === "nodes" && item.classes !== "frame") item.classes += " quiet";
  }

  function alter(element, item) {
    const { parent, ...data } = item.data;
    if (element.isNode() && (element.data("parent") ?? null) !== (parent ?? null)) {
      element = element.move({ parent: parent ?? null });
    }
    element.data(data).classes(item.classes);
  }

  /* Show all after a large change; otherwise make sure that what was asked for can be seen. */
  function look(cy, step, added) {
    const asked = cy.collection();
    (page.awaited || []).forEach((id) => asked.merge(cy.getElementById(id)));
    page.awaited = null;
    const path = cy.nodes(".on-path");
    if (path.length && step.alter.some((item) => item.classes.includes("on-path"))) page.show(path);
    else if (step.fit) page.fit(step.clear);
    else if (asked.length) page.show(asked);
    else if (added.nodes().length && !inSight(cy, added.nodes())) page.show(added.closedNeighborhood());
  }

  function inSight(cy, nodes) {
    const seen = cy.extent();
    return nodes.every((node) => {
      const { x, y } = node.position();
      return x > seen.x1 && x < seen.x2 && y > seen.y1 && y < seen.y2;
    });
  }

  page.fit = function (at_once) {
    const cy = page.canvas();
    if (!cy) return;
    cy.resize();
    const many = cy.elements().length > MANY;
    const box = (many ? cy.nodes() : cy.elements()).boundingBox({ includeLabels: !many });
    const room = [(cy.width() - 2 * MARGIN) / box.w, (cy.height() - TOOLS - 2 * MARGIN) / box.h];
    const zoom = Math.max(Math.min(...room, NEAREST), cy.minZoom());
    const middle = { x: cy.width() / 2, y: (cy.height() + TOOLS) / 2 };
    const pan = {
      x: middle.x - (zoom * (box.x1 + box.x2)) / 2,
      y: middle.y - (zoom * (box.y1 + box.y2)) / 2,
    };
    if (at_once) cy.viewport({ zoom: zoom, pan: pan });
    else cy.animate({ zoom: zoom, pan: pan, duration: 250 });
  };

  page.show = function (elements) {
    const cy = page.canvas();
    if (!cy || !elements.length) return;
    const few = elements.length < 3 ? elements.closedNeighborhood() : elements;
    const box = few.boundingBox({ includeLabels: false });
    const zoom = Math.min(cy.width() / (box.w + 160), cy.height() / (box.h + 160), NEAREST);
    const target = zoom < cy.zoom() ? { fit: { eles: few, padding: 60 } } : { center: { eles: elements } };
    cy.animate({ ...target, duration: 250 });
  };

  /* Bring a line into sight, if it is drawn and its ends are not. */
  page.reveal = function (relationship) {
    const cy = page.canvas();
    const ends = cy ? cy.getElementById(relationship).connectedNodes() : [];
    if (ends.length && !inSight(cy, ends)) page.show(ends);
  };

  function scheme() {
    const told = document.documentElement.dataset.mantineColorScheme;
    if (told) return told;
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  /* Cytoscape.js goes through an icon's address letter by letter for every entity. */
  const addresses = {};
  function withShortAddress(rule) {
    const long = rule.style["background-image"];
    if (!long) return rule;
    const text = decodeURIComponent(long.slice(long.indexOf(",") + 1));
    addresses[long] ??= URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    return { ...rule, style: { ...rule.style, "background-image": addresses[long] } };
  }

  function dress(cy) {
    cy.scratch("dressed", true);
    cy.style(stored("stylesheets")[scheme()].map(withShortAddress));
  }

  /* Mantine writes the scheme on the document; its callback would come before that. */
  new MutationObserver(() => {
    const cy = page.canvas();
    if (cy && cy.scratch("dressed")) dress(cy);
  }).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });

  /* Select something: at once if it is drawn, else after the server has added it. */
  page.find = function (entities) {
    const cy = page.canvas();
    const drawn = entities.filter((id) => cy && cy.getElementById(id).length);
    page.choose(entities, null, false);
    if (drawn.length === entities.length) {
      const found = cy.collection();
      drawn.forEach((id) => found.merge(cy.getElementById(id)));
      page.show(found);
    } else {
      page.awaited = entities;
      page.gesture({ kind: "show", entities: entities });
    }
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.workbench = Object.assign({}, window.dash_clientside.workbench, {
    apply: (step) => page.apply(step),
  });
})();
