"use strict";
(() => {
  const root = document.documentElement;
  const themes = ["auto", "light", "dark"];
  const button = document.getElementById("theme");
  const remember = (name) => { try { localStorage.setItem("floodwatch-theme", name); } catch { /* no storage: forget */ } };
  const recall = () => { try { return localStorage.getItem("floodwatch-theme"); } catch { return null; } };
  const show = (name) => {
    root.dataset.theme = name;
    button.querySelector("span").textContent = name === "auto" ? "system" : name;
  };
  button.hidden = false;
  show(themes.includes(recall()) ? recall() : "auto");
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    show(next);
    remember(next);
  });

  const contents = document.getElementById("contents");
  const narrow = matchMedia("(max-width: 62rem)");
  const fold = () => { contents.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.print-open:not([open])")];
    opened.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => { opened.forEach((d) => { d.open = false; }); });

  const svg = document.getElementById("picture");
  if (!svg) return;
  const figure = svg.closest("figure");
  const said = figure.querySelector(".picked");
  const whole = svg.dataset.box.split(" ").map(Number);
  let box = [...whole];
  figure.querySelector(".tools").hidden = false;
  figure.querySelector(".howto").hidden = false;

  const set = (x, y, w, h) => {
    box = [x, y, w, h];
    svg.setAttribute("viewBox", box.join(" "));
    svg.classList.toggle("moved", w < whole[2] * 0.99);
  };
  const zoom = (factor, cx = box[0] + box[2] / 2, cy = box[1] + box[3] / 2) => {
    const w = Math.min(whole[2] * 1.5, Math.max(whole[2] / 40, box[2] * factor));
    const f = w / box[2];
    set(cx - (cx - box[0]) * f, cy - (cy - box[1]) * f, w, box[3] * f);
  };
  const move = (dx, dy) => set(box[0] + dx * box[2], box[1] + dy * box[3], box[2], box[3]);
  const spot = (event) => {
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [p.x, p.y];
  };

  const pick = (net) => {
    svg.querySelectorAll(".net.on").forEach((g) => { g.classList.remove("on"); g.setAttribute("aria-pressed", "false"); });
    svg.classList.toggle("picked-one", Boolean(net));
    said.textContent = "";
    if (!net) return;
    net.classList.add("on");
    net.setAttribute("aria-pressed", "true");
    said.append(net.dataset.said + ". ");
    const section = document.getElementById("net-" + net.dataset.number);
    if (!section) return;
    const link = document.createElement("a");
    link.href = "#" + section.id;
    link.textContent = "Read its section";
    said.append(link);
  };
  const near = (net) => {
    const b = net.getBBox();
    const size = Math.max(b.width / whole[2], b.height / whole[3]) * 1.3;
    const w = whole[2] * size;
    const h = whole[3] * size;
    set(b.x + b.width / 2 - w / 2, b.y + b.height / 2 - h / 2, w, h);
  };

  figure.querySelector(".tools").addEventListener("click", (event) => {
    const what = event.target.dataset.do;
    if (what === "in") zoom(0.7);
    if (what === "out") zoom(1 / 0.7);
    if (what === "all") { set(...whole); pick(null); }
  });
  svg.addEventListener("keydown", (event) => {
    const net = event.target.closest(".net");
    const keys = {
      ArrowLeft: () => move(-0.1, 0), ArrowRight: () => move(0.1, 0), ArrowUp: () => move(0, -0.1), ArrowDown: () => move(0, 0.1),
      "+": () => zoom(0.7), "=": () => zoom(0.7), "-": () => zoom(1 / 0.7), 0: () => set(...whole),
      Escape: () => { set(...whole); pick(null); },
      Enter: () => { pick(net); near(net); }, " ": () => { pick(net); near(net); },
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !svg.classList.contains("moved")) return;
    event.preventDefault();
    zoom(Math.exp(event.deltaY * 0.0015), ...spot(event));
  }, { passive: false });

  const fingers = new Map();
  let dragged = 0;
  svg.addEventListener("pointerdown", (event) => {
    if (!fingers.size) dragged = 0;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const scale = svg.getScreenCTM().a;
    const dx = event.clientX - before[0];
    const dy = event.clientY - before[1];
    if (fingers.size === 2) {
      const other = [...fingers.entries()].find(([id]) => id !== event.pointerId)[1];
      const was = Math.hypot(before[0] - other[0], before[1] - other[1]);
      const now = Math.hypot(event.clientX - other[0], event.clientY - other[1]);
      if (was && now) zoom(was / now, ...spot(event));
    } else if (event.pointerType === "mouse" || svg.classList.contains("moved")) {
      set(box[0] - dx / scale, box[1] - dy / scale, box[2], box[3]);
    }
    dragged += Math.abs(dx) + Math.abs(dy);
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  const lift = (event) => fingers.delete(event.pointerId);
  ["pointerup", "pointercancel", "pointerleave"].forEach((name) => svg.addEventListener(name, lift));
  svg.addEventListener("click", (event) => { if (dragged < 6) pick(event.target.closest(".net")); });
})();
