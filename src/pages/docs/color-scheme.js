/** Swagger UI is dark under a class: keep it as the system is. Loaded before the page is painted, so nothing flashes. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();
