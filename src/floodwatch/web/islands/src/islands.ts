// Mounts every `data-island` of the page, also those that come later; each kind is loaded when one is met.
import "./islands.css";
import "uplot/dist/uPlot.min.css";

interface Island {
  mount(host: HTMLElement, gone: AbortSignal): Promise<void> | void;
}

const KINDS: Record<string, () => Promise<Island>> = {
  graph: () => import("./graph"),
  map: () => import("./map"),
  timeline: () => import("./timeline"),
};
const mounted = new Map<HTMLElement, AbortController>();

async function mount(host: HTMLElement): Promise<void> {
  const load = KINDS[host.dataset.island ?? ""];
  if (!load || mounted.has(host)) return;
  const gone = new AbortController();
  mounted.set(host, gone);
  try {
    await (await load()).mount(host, gone.signal);
    host.dataset.state = "ready";
  } catch (problem) {
    failed(host, problem);
  }
}

/** What the page showed without scripts is shown again, and the reason is kept where a test or a person finds it. */
function failed(host: HTMLElement, problem: unknown): void {
  for (const child of [...host.children]) {
    if (child.classList.contains("island-made")) child.remove();
    else child.removeAttribute("hidden");
  }
  host.dataset.state = "failed";
  host.dataset.reason = problem instanceof Error ? problem.message : String(problem);
}

function look(): void {
  for (const [host, gone] of mounted) {
    if (!host.isConnected) {
      gone.abort();
      mounted.delete(host);
    }
  }
  for (const host of document.querySelectorAll<HTMLElement>("[data-island]")) void mount(host);
}

new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
look();
