"use strict";
(function () {
  var tools = document.querySelector(".tools");
  if (!tools) { return; }
  tools.hidden = false;
  var search = tools.querySelector("input");
  var selects = Array.prototype.slice.call(tools.querySelectorAll("select"));
  var hits = tools.querySelector(".hits");
  var objectives = Array.prototype.slice.call(document.querySelectorAll("details.objective"));
  var groups = Array.prototype.slice.call(document.querySelectorAll("[data-group]"));
  var texts = new Map();

  function textOf(o) {
    if (!texts.has(o)) { texts.set(o, o.textContent.toLowerCase()); }
    return texts.get(o);
  }
  function matches(o) {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return selects.every(function (s) {
      return !s.value || (" " + (o.dataset[s.name] || "") + " ").indexOf(" " + s.value + " ") >= 0;
    }) && words.every(function (w) { return textOf(o).indexOf(w) >= 0; });
  }
  function apply() {
    var n = 0;
    objectives.forEach(function (o) {
      var show = matches(o);
      o.hidden = !show;
      if (show) { n++; }
    });
    groups.forEach(function (g) { g.hidden = !g.querySelector("details.objective:not([hidden])"); });
    hits.textContent = n + " of " + objectives.length + " objectives";
  }
  function openTarget() {
    var id = decodeURIComponent(location.hash.slice(1));
    var o = id && document.getElementById(id);
    if (o && o.tagName === "DETAILS") { o.open = true; o.scrollIntoView(); }
  }
  var waiting;
  search.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  selects.forEach(function (s) { s.addEventListener("change", apply); });
  document.addEventListener("keydown", function (e) {
    if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { e.preventDefault(); search.focus(); }
    if (e.key === "Escape" && document.activeElement === search) { search.value = ""; apply(); search.blur(); }
  });
  window.addEventListener("hashchange", openTarget);
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = objectives.filter(function (o) { return !o.open; });
    closed.forEach(function (o) { o.open = true; });
  });
  window.addEventListener("afterprint", function () { closed.forEach(function (o) { o.open = false; }); });
  apply();
  openTarget();
})();
