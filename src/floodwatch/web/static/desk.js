// The theme, kept in this browser alone; pages work without it.
const order = ["auto", "light", "dark"];
const button = document.querySelector("#theme");
function show(theme) {
  document.documentElement.dataset.theme = theme;
  if (button) button.querySelector("span").textContent = theme === "auto" ? "system" : theme;
}
let theme = localStorage.getItem("theme") ?? "auto";
show(order.includes(theme) ? theme : "auto");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    theme = order[(order.indexOf(theme) + 1) % order.length];
    localStorage.setItem("theme", theme);
    show(theme);
  });
}
const narrow = matchMedia("(max-width: 62rem)");
const pages = document.querySelector("#pages");
if (pages && narrow.matches) pages.open = false;
