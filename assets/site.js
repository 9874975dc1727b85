/* The one component of our own (markup as the server wrote it), and what buttons, links and filters do. */
(function () {
  "use strict";
  var FORMS = "form.filters, form.settings";
  var opened = new Set();
  var moved = false;
  var held = null;

  function dark() {
    var chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  /* Plots are painted by plots.js. */
  function paint() {
    document.dispatchEvent(new CustomEvent("equity:paint"));
    paintButtons();
  }
  window.addEventListener("afterprint", paint);

  function press(block, tabled) {
    /* The block keeps its height, so that what is below does not jump. */
    var body = block.querySelector(".body");
    if (tabled && !block.classList.contains("tabled")) body.style.minHeight = body.offsetHeight + "px";
    block.classList.toggle("tabled", tabled);
    if (!tabled) body.style.minHeight = "";
    block.querySelectorAll("[data-show]").forEach(function (button) {
      button.setAttribute("aria-pressed", String((button.dataset.show === "table") === tabled));
    });
  }

  function unfold(panel, open) {
    panel.classList.toggle("open", open);
    document.querySelectorAll('[aria-controls="' + panel.id + '"]').forEach(function (button) {
      button.setAttribute("aria-expanded", String(open));
    });
  }

  function say(text) {
    var live = document.getElementById("announcer");
    if (live) live.textContent = text;
  }

  /* Called after the page's markup has changed. What the reader had open stays open, focus stays where it was. */
  function settle() {
    opened.forEach(function (id) {
      var element = document.getElementById(id);
      if (element && element.classList.contains("chart")) press(element, true);
      else if (element) unfold(element, true);
    });
    var heading = document.querySelector("#page h1");
    if (moved && heading) {
      moved = false;
      heading.setAttribute("tabindex", "-1");
      heading.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    } else if (held) {
      var again = document.getElementById(held);
      if (again) {
        again.focus({ preventScroll: true });
        var sentence = document.querySelector("#page .notice, #page .say");
        if (sentence) say(sentence.textContent);
      }
    }
    held = null;
    reveal();
    document.querySelectorAll(".address").forEach(function (each) { each.dataset.address = location.href; });
    paint();
  }

  /* What an address points at may stand in a fold, and is painted anew after the browser has gone there. */
  var revealed = "";
  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || revealed === location.href) return;
    revealed = location.href;
    for (var fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);

  var waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () { waiting = false; settle(); });
  }

  window.equity = {
    dark: dark,
    go: go,
    Markup: function Markup(props) {
      var box = window.React.useRef(null);
      window.React.useLayoutEffect(function () {
        var before = document.activeElement;
        if (before && before.id && box.current.contains(before)) held = before.id;
        box.current.innerHTML = props.html;
        var still = document.getElementById("still");
        if (still) still.remove();
        soon();
      }, [props.html]);
      return window.React.createElement("div", { ref: box, className: "raw" });
    }
  };

  function go(url) {
    moved = url.pathname !== location.pathname;
    held = document.activeElement && document.activeElement.id;
    history.pushState({}, "", url);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function started() { return !document.getElementById("still"); }

  function apply(form) {
    var url = new URL(form.action);
    new FormData(form).forEach(function (value, key) { if (value) url.searchParams.set(key, value); });
    go(url);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (link && started() && !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      var url = new URL(link.href);
      if (url.origin === location.origin && !link.hasAttribute("download") && !link.hasAttribute("data-full") && !url.hash) {
        event.preventDefault();
        go(url);
      }
      return;
    }
    var button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.show) {
      var block = button.closest(".chart");
      press(block, button.dataset.show === "table");
      if (button.dataset.show === "table") opened.add(block.id); else opened.delete(block.id);
      say(button.dataset.said);
    } else if (button.dataset.copy) {
      var address = new URL(button.dataset.copy, location.href).href;
      navigator.clipboard.writeText(address).then(function () {
        button.textContent = button.dataset.said;
        say(button.dataset.said);
      }, function () { window.prompt(button.textContent, address); });
    } else if (button.classList.contains("theme-btn")) {
      document.documentElement.dataset.theme = dark() ? "light" : "dark";
      try { localStorage.setItem("theme", document.documentElement.dataset.theme); } catch (refused) { /* kept for this page only */ }
      paint();
    } else if (button.hasAttribute("aria-controls")) {
      var panel = document.getElementById(button.getAttribute("aria-controls"));
      var open = button.getAttribute("aria-expanded") !== "true";
      unfold(panel, open);
      if (open) opened.add(panel.id); else opened.delete(panel.id);
    }
  });

  document.addEventListener("focusin", function (event) {
    /* What stands in a field with offers hides all other offers: it is marked, so that typing replaces it. */
    if (event.target.matches("input[list]")) event.target.select();
  });

  /* A name is typed letter by letter, and each letter chooses: the page waits until the name is done. */
  var typing = false;
  var pending = null;
  function later(form) {
    clearTimeout(pending);
    pending = setTimeout(function () { pending = null; if (form.isConnected) apply(form); }, 700);
  }
  document.addEventListener("pointerdown", function () { typing = false; });
  document.addEventListener("keydown", function (event) {
    var form = event.target.matches("form.filters select") && event.target.form;
    if (!form) return;
    typing = event.key.length === 1 || event.key.indexOf("Arrow") === 0;
    if (pending === null) return;
    if (typing) return later(form);
    clearTimeout(pending);
    pending = null;
    apply(form);
  });

  document.addEventListener("change", function (event) {
    var form = event.target.closest(FORMS);
    if (!form || !started()) return;
    if (form.classList.contains("settings") || typing && event.target.matches("select")) later(form); else apply(form);
  });

  document.addEventListener("submit", function (event) {
    if (event.target.matches(FORMS) && started()) {
      event.preventDefault();
      apply(event.target);
    }
  });

  document.addEventListener("input", function (event) {
    var field = event.target;
    if (!field.dataset.find) return;
    var wanted = fold(field.value);
    var left = 0;
    document.querySelectorAll("#" + field.dataset.find + " tbody tr").forEach(function (row) {
      row.hidden = !fold(row.dataset.words).includes(wanted);
      left += row.hidden ? 0 : 1;
    });
    var found = document.getElementById(field.dataset.find + "-found");
    found.textContent = (left ? found.dataset.found : found.dataset.none).replace("{n}", left);
  });

  function fold(text) { return text.normalize("NFD").replace(/[̀-ͯ]/g, "").toLowerCase().trim(); }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.drop[open]").forEach(function (each) {
      each.open = false;
      each.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.drop[open]").forEach(function (each) {
      if (!each.contains(event.target)) each.open = false;
    });
  });
  window.addEventListener("popstate", function () { moved = true; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", paintButtons); else paintButtons();
  function paintButtons() {
    document.querySelectorAll(".theme-btn").forEach(function (button) {
      button.textContent = button.dataset[dark() ? "toLight" : "toDark"];
    });
  }
})();
