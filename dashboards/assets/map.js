/* The map: base map, areas of cells, visits up to a moment, crossings. Drawn as SVG, from here only. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const SVG = "http://www.w3.org/2000/svg";
  const SCALE = 100; // units of the drawing in a degree of longitude
  const FIRST = [13.3, 39.4, 23.2, 46.4]; // shown where nothing is to be shown: the eastern Adriatic
  const CLOSEST = 0.08; // degrees of longitude across the window
  const HOUR = 3600000;
  const TRAILS = { trail_6: 6, trail_24: 24, trail_72: 72, trail_all: Infinity };
  const loaded = {};
  let map = null;

  const fetched = (address) => (loaded[address] = loaded[address] || fetch(address).then((a) => a.json()));
  const mercator = (latitude) => (Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * 180) / Math.PI;
  const place = ([longitude, latitude]) => [longitude * SCALE, -mercator(latitude) * SCALE];
  const say = (key, values) =>
    Object.entries(values || {}).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), map.data.texts[key]);

  function make(name, attributes, parent, text) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
    if (text) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  function element(name, attributes, parent, text) {
    const made = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
    if (text) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  /* ------------------------------------------------ base map */

  function path(flat, closed) {
    const parts = [];
    for (let n = 0; n < flat.length; n += 2) {
      const [x, y] = place([flat[n] / 1000, flat[n + 1] / 1000]);
      parts.push(`${n ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`);
    }
    return parts.join("") + (closed ? "Z" : "");
  }

  function drawBase(base) {
    const rings = (polygons) => polygons.flat().map((ring) => path(ring, true)).join("");
    make("path", { d: rings(base.land), class: "land", "fill-rule": "evenodd" }, map.base);
    make("path", { d: rings(base.lakes), class: "lake", "fill-rule": "evenodd" }, map.base);
    make("path", { d: base.borders.map((line) => path(line)).join(""), class: "border" }, map.base);
    const names = new Intl.DisplayNames([map.data.language, "en"], { type: "region" });
    map.countries = base.countries.map(([code, longitude, latitude, size]) => ({
      at: place([longitude, latitude]),
      text: names.of(code),
      size: size,
    }));
  }

  /* Names that have room: countries, then towns by size, each where no other name stands. */
  function drawNames() {
    map.names.replaceChildren();
    const unit = map.view.width / map.svg.clientWidth;
    const taken = [];
    const degrees = map.view.width / SCALE;
    const wide = degrees > 6; // far off, countries come first; near, towns do
    if (wide) drawCountries(degrees, unit, taken);
    const least = degrees > 14 ? 250000 : degrees > 7 ? 60000 : degrees > 3.5 ? 20000 : degrees > 1.5 ? 5000 : 0;
    let drawn = 0;
    for (const [text, longitude, latitude, people] of map.towns || []) {
      if (people < least || drawn > 140) break;
      const at = place([longitude, latitude]);
      if (!inside(at)) continue;
      if (!name(at, text, people >= 100000 ? "town large" : "town", 11, unit, taken, 6)) continue;
      make("circle", { cx: at[0], cy: at[1], r: 2 * unit, class: "town-dot" }, map.names);
      drawn += 1;
    }
    if (!wide) drawCountries(degrees, unit, taken);
    drawScale();
  }

  function drawCountries(degrees, unit, taken) {
    const big = (map.countries || []).filter((one) => one.size > degrees * degrees * 0.004);
    big.forEach((one) => name(one.at, one.text.toUpperCase(), "country", 11, unit, taken, 0));
  }

  /* A length in kilometres, true in the middle of the window. */
  function drawScale() {
    const middle = (-(map.view.y + map.view.height / 2) / SCALE) * (Math.PI / 180);
    const metres = (111320 / SCALE / Math.cosh(middle)) * (map.view.width / map.svg.clientWidth);
    const wanted = (metres * 110) / 1000;
    const power = 10 ** Math.floor(Math.log10(wanted));
    const km = [5, 2, 1].map((n) => n * power).find((n) => n <= wanted) || power;
    map.scale.style.width = `${(km * 1000) / metres}px`;
    map.scale.textContent = `${km} km`;
  }

  function name(at, text, kind, size, unit, taken, beside) {
    const width = text.length * size * 0.58 * unit;
    const left = beside ? at[0] + beside * unit : at[0] - width / 2;
    const box = [left - 3 * unit, at[1] - size * unit, left + width + 3 * unit, at[1] + size * 0.5 * unit];
    if (taken.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) return false;
    taken.push(box);
    make("text", { x: left, y: at[1] + size * 0.35 * unit, class: kind, "font-size": size * unit }, map.names, text);
    return true;
  }

  function inside([x, y]) {
    const v = map.view;
    return x > v.x && x < v.x + v.width && y > v.y && y < v.y + v.height;
  }

  /* ------------------------------------------------ what is looked at */

  function look(view) {
    const ratio = map.svg.clientHeight / map.svg.clientWidth || 0.7;
    const width = Math.min(Math.max(view.width, CLOSEST * SCALE), 40 * SCALE);
    map.view = { x: view.x, y: view.y, width: width, height: width * ratio };
    map.svg.setAttribute("viewBox", [map.view.x, map.view.y, width, map.view.height].join(" "));
    clearTimeout(map.naming);
    map.naming = setTimeout(drawNames, 60);
  }

  function fit(points) {
    const shown = points.length ? points : [place(FIRST.slice(0, 2)), place(FIRST.slice(2))];
    const xs = shown.map((p) => p[0]);
    const ys = shown.map((p) => p[1]);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const ratio = map.svg.clientHeight / map.svg.clientWidth || 0.7;
    const width = Math.max((right - left) * 1.16, ((bottom - top) * 1.16) / ratio, 0.5 * SCALE);
    look({ x: (left + right) / 2 - width / 2, y: (top + bottom) / 2 - (width * ratio) / 2, width: width });
  }

  function zoom(factor, x, y) {
    const v = map.view;
    const width = Math.min(Math.max(v.width * factor, CLOSEST * SCALE), 40 * SCALE);
    const by = width / v.width;
    const [cx, cy] = [v.x + v.width * x, v.y + v.height * y];
    look({ x: cx - (cx - v.x) * by, y: cy - (cy - v.y) * by, width: width });
  }

  function listen() {
    let held = null;
    map.svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      const frame = map.svg.getBoundingClientRect();
      const x = (event.clientX - frame.x) / frame.width;
      zoom(Math.exp(event.deltaY * 0.0012), x, (event.clientY - frame.y) / frame.height);
    }, { passive: false });
    map.svg.addEventListener("pointerdown", (event) => {
      held = { x: event.clientX, y: event.clientY, view: map.view };
      map.svg.setPointerCapture(event.pointerId);
    });
    map.svg.addEventListener("pointermove", (event) => {
      if (!held) return;
      const unit = held.view.width / map.svg.clientWidth;
      look({ ...held.view, x: held.view.x - (event.clientX - held.x) * unit, y: held.view.y - (event.clientY - held.y) * unit });
    });
    map.svg.addEventListener("pointerup", () => (held = null));
    map.svg.addEventListener("keydown", (event) => {
      const v = map.view;
      const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      if (moves[event.key]) look({ ...v, x: v.x + moves[event.key][0] * v.width * 0.1, y: v.y + moves[event.key][1] * v.height * 0.1 });
      else if (event.key === "+") zoom(0.7, 0.5, 0.5);
      else if (event.key === "-") zoom(1.4, 0.5, 0.5);
      else return;
      event.preventDefault();
    });
  }

  /* ------------------------------------------------ areas and visits */

  const outline = (area) => area.outline.map(place).map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" ");

  function drawArea(area, kind, words) {
    const drawn = make("polygon", { points: outline(area), class: `area ${kind}${area.named ? " named" : ""}` }, map.areas);
    make("title", {}, drawn, words || area.words);
    return drawn;
  }

  const moment = (ms) => map.clock.format(new Date(ms));

  function span(ms) {
    const minutes = Math.round(ms / 60000);
    if (minutes < 120) return say("minutes", { n: minutes });
    return minutes < 2880 ? say("hours", { n: Math.round(minutes / 60) }) : say("days", { n: Math.round(minutes / 1440) });
  }

  function drawMoment() {
    map.areas.replaceChildren();
    map.lines.replaceChildren();
    const { visits, crossings } = map.data;
    const begins = map.time - TRAILS[map.trail] * HOUR;
    const shown = visits.filter((v) => v.first <= map.time && v.last >= begins);
    const last = {};
    visits.forEach((v) => v.first <= map.time && (last[v.phone] = v));
    const drawn = new Set();
    shown.filter((v) => v.area >= 0 && v !== last[v.phone]).forEach((v) => {
      const key = `${v.phone}/${v.area}`;
      if (!drawn.has(key)) drawArea(map.data.areas[v.area], `past phone-${v.phone}`);
      drawn.add(key);
    });
    map.data.phones.forEach((label, n) => drawTrail(shown.filter((v) => v.phone === n && v.area >= 0), n));
    crossings.filter((c) => c.arrived <= map.time && c.arrived >= begins).forEach(drawCrossing);
    Object.values(last).forEach((v) => v.area >= 0 && drawArea(map.data.areas[v.area], `now phone-${v.phone}`));
    tell(last);
  }

  /* The order in which areas served a phone, never its route. */
  function drawTrail(visits, number) {
    const points = [];
    visits.forEach((v) => {
      const at = place(map.data.areas[v.area].middle);
      const before = points[points.length - 1];
      if (!before || before[0] !== at[0] || before[1] !== at[1]) points.push(at);
    });
    if (points.length > 1) make("polyline", { points: points.join(" "), class: `trail phone-${number}` }, map.lines);
  }

  function drawCrossing(one) {
    const [from, to] = [one.from, one.to].map((n) => place(map.data.areas[n].middle));
    const line = make("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], class: "crossing", "marker-end": "url(#arrow)" }, map.lines);
    make("title", {}, line, `${map.data.phones[one.phone]}: ${one.words}`);
  }

  function tell(last) {
    const now = document.getElementById("map-now");
    if (!now) return;
    now.replaceChildren();
    element("h3", {}, now, moment(map.time));
    map.data.phones.forEach((label, n) => {
      const visit = last[n];
      const line = element("p", { class: `phone-${n}` }, now);
      element("strong", {}, line, label);
      if (!visit) return line.append(` ${say("not_yet")}`);
      const where = visit.area >= 0 ? map.data.areas[visit.area].words : say("unknown_area", { cell: visit.cell });
      const since = map.time <= visit.last ? say("seen", { n: visit.records }) : say("last_seen", { span: span(map.time - visit.last) });
      line.append(` ${where}. ${since} `);
      const told = { what: "records", of: "rows", rows: [visit.row] };
      element("button", { type: "button", class: "map-row", "data-reading": JSON.stringify(told) }, line, say("row"));
    });
  }

  /* ------------------------------------------------ time */

  function goTo(time) {
    const { first, last } = map.period;
    map.time = Math.min(Math.max(time, first), last);
    map.slider.value = String(Math.round((map.time - first) / 60000));
    map.slider.setAttribute("aria-valuetext", moment(map.time));
    map.shown.textContent = moment(map.time);
    drawMoment();
  }

  function step(forward) {
    const starts = map.data.visits.map((v) => v.first);
    const next = forward ? starts.find((t) => t > map.time) : starts.filter((t) => t < map.time).pop();
    if (next !== undefined) goTo(next);
    return next !== undefined;
  }

  function play() {
    const playing = map.playing !== null;
    clearInterval(map.playing);
    map.playing = null;
    if (!playing) {
      const here = map;
      if (map.time >= map.period.last) goTo(map.period.first);
      map.playing = setInterval(() => (map !== here || !map.svg.isConnected || !step(true)) && stop(here), 350);
    }
    map.player.textContent = say(playing ? "play" : "pause");
  }

  function stop(which) {
    clearInterval(which.playing);
    which.playing = null;
    if (which === map) map.player.textContent = say("play");
  }

  function controls(frame) {
    const visits = map.data.visits;
    if (!visits.length) return;
    map.period = { first: visits[0].first, last: Math.max(...visits.map((v) => v.last)) };
    const bar = element("div", { class: "map-time" }, frame);
    const button = (key, act, told) => {
      const made = element("button", { type: "button", ...told }, bar, say(key));
      made.addEventListener("click", act);
      return made;
    };
    button("earlier", () => step(false), { "data-key": "j" });
    map.player = button("play", play, { "data-key": "k" });
    button("later", () => step(true), { "data-key": "l" });
    const minutes = Math.ceil((map.period.last - map.period.first) / 60000);
    map.slider = element("input", { type: "range", min: "0", max: String(minutes), step: "1", "aria-label": say("time") }, bar);
    map.slider.addEventListener("input", () => goTo(map.period.first + Number(map.slider.value) * 60000));
    map.shown = element("output", {}, bar);
    const label = element("label", {}, bar, `${say("trail")} `);
    const trail = element("select", {}, label);
    Object.keys(TRAILS).forEach((key) => element("option", { value: key }, trail, say(key)));
    trail.value = map.trail;
    trail.addEventListener("change", () => {
      map.trail = trail.value;
      drawMoment();
    });
  }

  function tools(frame) {
    const bar = element("div", { class: "map-tools" }, frame);
    [["+", "zoom_in", () => zoom(0.6, 0.5, 0.5)], ["−", "zoom_out", () => zoom(1.7, 0.5, 0.5)], ["⤢", "whole", () => fit(map.points)]].forEach(
      ([sign, key, act]) =>
        element("button", { type: "button", title: say(key), "aria-label": say(key) }, bar, sign).addEventListener("click", act),
    );
    map.scale = element("div", { class: "map-scale", "aria-hidden": "true" }, frame);
    element("p", { class: "map-sources" }, frame, say("sources"));
  }

  /* ------------------------------------------------ all of it */

  function drawMap(data) {
    const frame = document.getElementById("map-canvas");
    if (!data || !frame) return null;
    if (map) clearInterval(map.playing);
    frame.replaceChildren();
    delete frame.dataset.drawn;
    map = { data: data, trail: "trail_24", playing: null, view: null };
    map.clock = new Intl.DateTimeFormat("sv-SE", { timeZone: data.zone, dateStyle: "short", timeStyle: "short" });
    map.svg = make("svg", { class: "map", tabindex: "0", role: "img", "aria-label": say("label") }, frame);
    const arrow = make("marker", { id: "arrow", viewBox: "0 0 10 10", refX: "9", refY: "5", markerWidth: "7", markerHeight: "7", orient: "auto" }, make("defs", {}, map.svg));
    make("path", { d: "M0 0L10 5L0 10z", class: "arrow" }, arrow);
    ["base", "areas", "lines", "names"].forEach((layer) => (map[layer] = make("g", { class: layer }, map.svg)));
    controls(frame);
    tools(frame);
    map.points = data.areas.flatMap((area) => area.outline.map(place));
    fit(map.points);
    listen();
    new ResizeObserver(() => map.svg.isConnected && look(map.view)).observe(map.svg);
    if (data.visits.length) goTo(map.period.last);
    else data.areas.forEach((area) => drawArea(area, "known"));
    const here = map;
    Promise.all([fetched("/assets/map/region.json"), fetched("/map-towns.json")]).then(([base, towns]) => {
      if (map !== here) return;
      map.towns = towns;
      drawBase(base);
      drawNames();
      frame.dataset.drawn = "yes";
    });
    return null;
  }

  document.addEventListener("click", (event) => {
    const shows = event.target.closest("[data-moment]");
    if (shows && map && map.period) goTo(Number(shows.dataset.moment));
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.workbench = Object.assign({}, window.dash_clientside.workbench, {
    drawMap: drawMap,
  });
})();
