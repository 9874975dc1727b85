/* Plots. The server's drawing is there first; Plotly is fetched when a plot comes near, and draws in its place. */
(function () {
  "use strict";
  var CONFIG = { displayModeBar: false, scrollZoom: false, plotlyServerURL: "" };
  var fetched = null;

  function plotly(address) {
    if (window.Plotly) return Promise.resolve();
    fetched = fetched || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = done;
      /* The drawing stays; the next plot that comes near tries again. */
      script.onerror = function () { fetched = null; failed(new Error("Plotly was not loaded")); };
      document.head.appendChild(script);
    });
    return fetched;
  }

  function react(box, scheme) {
    var figure = JSON.parse(box.querySelector("script[data-plot]").textContent)[scheme];
    return window.Plotly.react(box.querySelector(".drawing"), figure.data, figure.layout, CONFIG);
  }

  function draw(box) {
    plotly(box.dataset.script).then(function () {
      if (!box.isConnected) return;
      box.classList.add("drawn");
      react(box, window.equity.dark() ? "dark" : "light");
      sizes.observe(box);
      lead(box.querySelector(".drawing"));
    }, function () { near.observe(box); });
  }

  /* A mark of the funnel leads to its agency; the same links are in the list beside it. */
  function lead(plot) {
    if (plot.dataset.leads) return;
    plot.dataset.leads = "yes";
    plot.on("plotly_click", function (event) {
      var agency = event.points[0].customdata;
      if (!agency) return;
      var link = document.querySelector('.funnel aside a[href^="/agencies/' + CSS.escape(agency[0]) + '"]');
      window.equity.go(new URL(link ? link.href : "/agencies/" + encodeURIComponent(agency[0]) + location.search, location.href));
    });
  }

  var near = new IntersectionObserver(function (seen) {
    seen.forEach(function (each) {
      if (!each.isIntersecting) return;
      near.unobserve(each.target);
      draw(each.target);
    });
  }, { rootMargin: "300px" });

  /* A plot that has left the page has no size any more. */
  var sizes = new ResizeObserver(function (changed) {
    changed.forEach(function (each) {
      var plot = each.target.querySelector(".drawing");
      if (!each.target.isConnected) {
        sizes.unobserve(each.target);
        window.Plotly.purge(plot);
      } else if (each.target.offsetWidth) window.Plotly.Plots.resize(plot);
    });
  });

  function drawn(scheme) {
    document.querySelectorAll(".plot-box.drawn").forEach(function (box) { react(box, scheme); });
  }

  /* The page has changed, or its colours have. */
  document.addEventListener("equity:paint", function () {
    drawn(window.equity.dark() ? "dark" : "light");
    document.querySelectorAll(".plot-box:not(.drawn)").forEach(function (box) {
      /* A plot that was there before is drawn at once, so that nothing flickers. */
      if (window.Plotly && box.getBoundingClientRect().top < innerHeight) draw(box);
      else near.observe(box);
    });
  });

  /* Paper is light, whatever the screen is. */
  window.addEventListener("beforeprint", function () { drawn("light"); });
})();
