/* Files dropped or chosen are sent one after the other, as they lie on the disk. */
(function () {
  "use strict";

  const page = (window.workbench = window.workbench || {});
  const waiting = [];
  let sending = false;

  const zone = () => document.querySelector("[data-drop]");

  function say(key, file, percent) {
    const place = zone();
    if (!place) return;
    const text = key ? place.dataset[key] : "";
    place.querySelector(".upload-status").textContent = text
      .replace("%name", () => file.name)
      .replace("%percent", () => percent);
  }

  function arrived() {
    const place = zone();
    if (place) page.set(place.dataset.drop, { kind: "arrived", at: Date.now() });
  }

  function refused(file, request) {
    const place = zone();
    say("failed", file);
    const told = request.getResponseHeader("Content-Type") || "";
    if (place && told.startsWith("text/plain")) {
      place.querySelector(".upload-status").textContent += ` ${request.responseText}`;
    }
  }

  function send() {
    const file = waiting.shift();
    if (!file) {
      sending = false;
      return;
    }
    sending = true;
    const request = new XMLHttpRequest();
    request.open("POST", `/intake/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      say("sending", file, Math.floor((100 * event.loaded) / Math.max(event.total, 1)));
    };
    request.onload = () => {
      if (request.status === 204) say("");
      else refused(file, request);
      arrived();
      send();
    };
    request.onerror = () => {
      refused(file, request);
      send();
    };
    say("sending", file, 0);
    request.send(file);
  }

  function take(files) {
    waiting.push(...files);
    if (!sending) send();
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-choose]")) return;
    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.multiple = true;
    chooser.onchange = () => take([...chooser.files]);
    chooser.click();
  });

  function over(event) {
    if (page.onNetwork() || !zone() || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    zone().classList.toggle("over", event.type === "dragover");
  }

  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", over);
  document.addEventListener("drop", (event) => {
    over(event);
    if (event.defaultPrevented) take([...event.dataTransfer.files]);
  });
})();
