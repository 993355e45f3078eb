/* Labels that do not cover each other: the most important keep theirs, the others show theirs when
   the camera comes nearer, under the pointer, or when selected. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const SMALLEST = 7; // pixels; smaller letters are not drawn anyway
  const [LETTER, LARGEST] = [11, 15]; // as in the stylesheet, by the measure
  const CELL = 120;
  const ALWAYS = 15; // as many of the foremost are always named
  const EDGE_LETTER = 10; // as in the stylesheet
  const WIDEST = 120; // as text-max-width in the stylesheet
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();

  function width(text) {
    if (!widths.has(text)) {
      pen.font = "12px system-ui, sans-serif";
      widths.set(text, pen.measureText(text).width / 12);
    }
    return widths.get(text);
  }

  /* Where a label may stand: below, above, right or left of its entity (classes of the stylesheet). */
  const SIDES = ["", "label-above", "label-right", "label-left"];

  function boxes(node, zoom) {
    const letter = LETTER + (LARGEST - LETTER) * node.data("size");
    if (letter * zoom < SMALLEST) return [];
    const wide = width(node.data("label")) * letter;
    const high = Math.ceil(wide / WIDEST) * letter * 1.15 * zoom;
    const half = (Math.min(wide, WIDEST) * zoom) / 2 + 2;
    const off = (node.height() / 2 + 4) * zoom;
    const { x, y } = node.renderedPosition();
    const middles = [
      [x, y + off + high / 2],
      [x, y - off - high / 2],
      [x + off + half, y],
      [x - off - half, y],
    ];
    return middles.map(([mx, my], side) => ({
      side: side,
      x1: mx - half,
      x2: mx + half,
      y1: my - high / 2,
      y2: my + high / 2,
    }));
  }

  /* A line too short for its label goes without. */
  page.crampLabels = function (edges) {
    edges.forEach((edge) => {
      const [one, other] = [edge.source(), edge.target()];
      const [p, q] = [one.position(), other.position()];
      const room = Math.hypot(p.x - q.x, p.y - q.y) - (one.width() + other.width()) / 2;
      edge.toggleClass("cramped", width(edge.data("label")) * EDGE_LETTER > room);
    });
  };

  class Taken {
    constructor() {
      this.cells = new Map();
    }

    keys(b) {
      const keys = [];
      for (let i = Math.floor(b.x1 / CELL); i <= Math.floor(b.x2 / CELL); i++)
        for (let j = Math.floor(b.y1 / CELL); j <= Math.floor(b.y2 / CELL); j++) keys.push(`${i},${j}`);
      return keys;
    }

    free(b, owner) {
      const meets = (o) => o.owner !== owner && b.x1 < o.x2 && b.x2 > o.x1 && b.y1 < o.y2 && b.y2 > o.y1;
      return !this.keys(b).some((key) => (this.cells.get(key) || []).some(meets));
    }

    take(b, owner) {
      this.keys(b).forEach((key) => {
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push({ ...b, owner: owner });
      });
    }
  }

  function body(node, zoom) {
    const { x, y } = node.renderedPosition();
    const r = (node.width() / 2) * zoom * 0.8;
    return { x1: x - r, x2: x + r, y1: y - r, y2: y + r };
  }

  function weight(node) {
    const asked = node.selected() || node.hasClass("on-path") ? 10 : 0;
    return asked + node.data("size") + Math.min(node.degree(false), 50) / 1000;
  }

  page.labels = function () {
    const cy = page.canvas();
    if (!cy) return;
    const zoom = cy.zoom();
    if (LARGEST * zoom < SMALLEST) {
      cy.nodes(":childless").not(".quiet").addClass("quiet");
      return;
    }
    const seen = cy.extent();
    const inSight = cy.nodes(":childless").filter((node) => {
      const { x, y } = node.position();
      return x > seen.x1 && x < seen.x2 && y > seen.y1 && y < seen.y2;
    });
    const bodies = new Taken();
    const labels = new Taken();
    inSight.forEach((node) => bodies.take(body(node, zoom), node.id()));
    const weights = new Map(inSight.map((node) => [node.id(), weight(node)]));
    const heavier = (a, b) => weights.get(b.id()) - weights.get(a.id());
    cy.batch(() => {
      inSight.sort(heavier).forEach((node, place) => {
        const open = boxes(node, zoom).filter((b) => labels.free(b, node.id()));
        const clear = open.find((b) => bodies.free(b, node.id()));
        // The foremost are named even where that covers another entity in part.
        const found = clear || (place < ALWAYS ? open[0] : undefined);
        if (found) labels.take(found, node.id());
        node.toggleClass("quiet", !found);
        SIDES.slice(1).forEach((name, side) => node.toggleClass(name, found?.side === side + 1));
      });
    });
  };
})();
