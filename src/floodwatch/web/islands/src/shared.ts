// What all islands need: elements, colours of the page, links that stay on this server, data from the page.

export type Rgb = [number, number, number];

export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  about: Partial<HTMLElementTagNameMap[K]> & { [key: `aria-${string}`]: string } = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(about)) {
    if (key.startsWith("aria-")) made.setAttribute(key, String(value));
    else Object.assign(made, { [key]: value });
  }
  return made;
}

/** The island's own box in its host; what stood there for readers without scripts is hidden. */
export function box(host: HTMLElement): HTMLElement {
  for (const child of host.children) child.toggleAttribute("hidden", true);
  const made = make("div", { className: "island-made" });
  host.append(made);
  return made;
}

/** A line that is read out when it changes, with a link to what it speaks of. */
export class Said {
  readonly element = make("p", { className: "island-said", "aria-live": "polite" });

  say(text: string, href = "", link = "Open its page"): void {
    this.element.textContent = text;
    if (href) this.element.append(" ", make("a", { href, textContent: link }));
  }
}

/** The value of a colour of the page, whatever form the page gives it in. */
export function colour(host: HTMLElement, name: string): string {
  const probe = make("span", { hidden: true });
  probe.style.color = `var(${name})`;
  host.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

const pixel = make("canvas", { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });

export function rgb(css: string): Rgb {
  if (!pixel) return [0, 0, 0];
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = css;
  pixel.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return [red / 255, green / 255, blue / 255];
}

/** Calls back when the page's colours may have changed. */
export function onTheme(gone: AbortSignal, call: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", call, { signal: gone });
  const watch = new MutationObserver(call);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme"] });
  gone.addEventListener("abort", () => watch.disconnect());
}

export const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** An address on this server, or "" where a text leads elsewhere or is none. */
export function local(address: string): string {
  if (!address) return "";
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin && /^https?:$/.test(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}

/** A path with its `{names}` filled in; "" when a value is missing. */
export function filled(template: string, values: Record<string, string>): string {
  if (!template || Object.values(values).some((value) => !value)) return "";
  return local(template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? "")));
}

/** The JSON of the `<script type="application/json">` that `data-json` of the host names. */
export function given<T>(host: HTMLElement): T {
  const found = document.querySelector(host.dataset.json ?? "");
  if (!found) throw new Error("the page holds no data for this picture");
  return JSON.parse(found.textContent ?? "") as T;
}

/** Tells the page; false when a listener took it over. */
export function tell(host: HTMLElement, name: string, detail: object): boolean {
  return host.dispatchEvent(new CustomEvent(`island:${name}`, { bubbles: true, cancelable: true, detail }));
}

export function go(href: string, event?: MouseEvent | KeyboardEvent): void {
  if (!href) return;
  if (event?.ctrlKey || event?.metaKey) window.open(href, "_blank", "noopener");
  else location.assign(href);
}

export function button(text: string, label: string, act: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", textContent: text, "aria-label": label, title: label });
  made.addEventListener("click", act);
  return made;
}

/** Copies a picture; where the browser does not let us, it is saved as a file. Returns what happened, in words. */
export async function copy(canvas: HTMLCanvasElement, name: string): Promise<string> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) return "The picture could not be made.";
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    return "The picture is on the clipboard.";
  } catch {
    const href = URL.createObjectURL(blob);
    make("a", { href, download: `${name}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
    return "The picture is saved as a file, as this browser did not let it be copied.";
  }
}

/** "1 link", "2,000 links". */
export const many = (value: number, one: string, more = `${one}s`): string => `${count(value)} ${value === 1 ? one : more}`;
export const count = (value: number): string => value.toLocaleString("en");
