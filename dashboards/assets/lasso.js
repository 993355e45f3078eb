/* Drawing by hand: a line around entities selects them, a stroke over the strip's bars chooses days. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const SVG = "http://www.w3.org/2000/svg";

  /* Whether a point lies inside a closed line (by counting the sides left of it). */
  function inside([x, y], line) {
    let within = false;
    line.forEach(([x1, y1], n) => {
      const [x2, y2] = line[(n + 1) % line.length];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
    });
    return within;
  }

  function around(line) {
    return page
      .canvas()
      .nodes(":childless")
      .filter((node) => {
        const { x, y } = node.renderedPosition();
        return inside([x, y], line);
      });
  }

  /* Lay a sheet over the canvas; the next line drawn on it selects what lies within. */
  page.lasso = function (select) {
    const frame = document.querySelector(".canvas-frame");
    if (frame.querySelector(".lasso")) return;
    const sheet = document.createElementNS(SVG, "svg");
    const drawn = document.createElementNS(SVG, "polygon");
    const line = [];
    sheet.setAttribute("class", "lasso");
    sheet.appendChild(drawn);
    frame.appendChild(sheet);

    function end() {
      sheet.remove();
      document.removeEventListener("keydown", stop, true);
    }

    function stop(event) {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end();
    }

    function add(event) {
      const place = sheet.getBoundingClientRect();
      line.push([event.clientX - place.x, event.clientY - place.y]);
      drawn.setAttribute("points", line.join(" "));
    }

    sheet.addEventListener("pointerdown", (event) => {
      sheet.setPointerCapture(event.pointerId);
      add(event);
    });
    sheet.addEventListener("pointermove", (event) => line.length && add(event));
    sheet.addEventListener("pointerup", () => {
      if (line.length > 2) select(around(line));
      end();
    });
    document.addEventListener("keydown", stop, true);
  };

  /* ------------------------------------------------ the strip */

  let first = null;

  /* The bar at or nearest to the pointer, however low it is. */
  function bar(event) {
    const bars = [...document.querySelectorAll(".strip .bars > span")];
    return bars.find((one) => event.clientX < one.getBoundingClientRect().right) || bars[bars.length - 1];
  }

  /* The first day of a bar, and of the next one. */
  const day = (one) => one && one.title.slice(0, 10);

  function last(one) {
    const next = day(one.nextElementSibling);
    return next ? new Date(Date.parse(next) - 86400000).toISOString().slice(0, 10) : null;
  }

  document.addEventListener("pointerdown", (event) => {
    first = event.button === 0 && event.target.closest(".strip .bars") ? bar(event) : null;
    if (first) event.preventDefault();
  });
  document.addEventListener("pointerup", (event) => {
    const second = first && bar(event);
    if (second) {
      const [one, other] = day(first) <= day(second) ? [first, second] : [second, first];
      page.gesture({ kind: "set", from_day: day(one), to_day: last(other) });
    }
    first = null;
  });
})();
