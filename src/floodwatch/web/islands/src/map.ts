// A map of the world with a count per country, and the same countries as a list for the keyboard.
import { geoNaturalEarth1, geoPath } from "d3-geo";
import type { GeoPermissibleObjects } from "d3-geo";
import { feature } from "topojson-client";
import { LETTERS } from "./codes";
import { Said, box, count, given, go, local, make, many, tell } from "./shared";

interface Country {
  code: string;
  name: string;
  count: number;
  href?: string;
}
interface Data {
  title?: string;
  unit?: [string, string];
  countries: Country[];
}
type Topology = Parameters<typeof feature>[0];
interface Outline {
  id?: string | number;
  properties: { name: string } | null;
}

const WIDE = 960;
const HIGH = 500;
const SMALL = 30;
const NOTE =
  "Outlines are those of Natural Earth, which draws who holds an area in fact. They say nothing about whom it belongs to; " +
  "an area without a code of its own in ISO 3166 is shown without a figure.";

export async function mount(host: HTMLElement, gone: AbortSignal): Promise<void> {
  const data = given<Data>(host);
  const answer = await fetch(new URL(/* @vite-ignore */ "world.json", `${import.meta.url}`), { signal: gone });
  if (!answer.ok) throw new Error(`the outlines of the world could not be loaded (${answer.status})`);
  const world = (await answer.json()) as Topology;
  const drawn = new Atlas(host, data, world);
  tell(host, "ready", { countries: drawn.shown, outlines: drawn.outlines });
}

class Atlas {
  shown = 0;
  outlines = 0;
  private readonly said = new Said();
  private readonly marks = new Map<string, SVGElement>();
  private readonly items = new Map<string, HTMLElement>();
  private readonly most: number;

  constructor(
    private readonly host: HTMLElement,
    private readonly data: Data,
    world: Topology,
  ) {
    this.most = Math.max(1, ...data.countries.map((one) => one.count));
    const picture = svg("svg", { class: "island-map", viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img" });
    picture.setAttribute("aria-label", `${data.title ?? "Map of the world"}. The list below holds the same countries.`);
    this.draw(picture, world);
    const legend = make("p", { className: "island-note", textContent: NOTE });
    box(host).append(picture, this.said.element, this.list(), legend);
    host.dataset.countries = String(this.shown);
    host.dataset.outlines = String(this.outlines);
  }

  private draw(picture: SVGElement, world: Topology): void {
    const held = world.objects.countries;
    if (!held) throw new Error("the outlines of the world are damaged");
    const found = feature(world, held);
    const features = "features" in found ? found.features : [found];
    const path = geoPath(geoNaturalEarth1().fitExtent([[4, 4], [WIDE - 4, HIGH - 4]], { type: "Sphere" })).digits(1);
    const dots: SVGElement[] = [];
    const given = new Map(this.data.countries.map((one) => [one.code.toUpperCase(), one]));
    for (const one of features) {
      const shape = one as GeoPermissibleObjects & Outline;
      const country = given.get(code(shape));
      const d = path(shape);
      if (!d) continue;
      this.outlines++;
      const area = svg("path", { d });
      picture.append(area);
      if (!country || this.marks.has(country.code)) continue;
      if (path.area(shape) < SMALL) dots.push(this.mark(svg("circle", dot(path.centroid(shape))), country));
      else this.mark(area, country);
    }
    picture.append(...dots);
  }

  private mark(shape: SVGElement, country: Country): SVGElement {
    const part = Math.round((100 * Math.log1p(country.count)) / Math.log1p(this.most));
    shape.style.fill = `color-mix(in oklab, var(--island-high) ${part}%, var(--island-low))`;
    shape.classList.add("island-counted");
    shape.dataset.code = country.code;
    shape.addEventListener("pointerenter", () => this.look(country, false));
    shape.addEventListener("pointerleave", () => this.leave(country));
    shape.addEventListener("click", (event) => this.pick(country, event));
    this.marks.set(country.code, shape);
    this.shown++;
    return shape;
  }

  private list(): HTMLElement {
    const list = make("ul", { className: "island-list", "aria-label": `${this.data.title ?? "Countries"}, the most first` });
    for (const one of [...this.data.countries].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))) {
      const href = local(one.href ?? "");
      const item = href ? make("a", { href }) : make("button", { type: "button" });
      item.textContent = one.name;
      item.addEventListener("focus", () => this.look(one, true));
      item.addEventListener("blur", () => this.leave(one));
      item.addEventListener("click", (event) => {
        event.preventDefault();
        this.pick(one, event as MouseEvent);
      });
      this.items.set(one.code, item);
      const line = make("li");
      line.append(item, make("span", { textContent: count(one.count) }));
      list.append(line);
    }
    list.addEventListener("keydown", (event) => this.walk(event));
    return list;
  }

  private walk(event: KeyboardEvent): void {
    const items = [...this.items.values()];
    const now = items.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items[Math.min(Math.max(next, 0), items.length - 1)]?.focus();
  }

  private look(country: Country, byKey: boolean): void {
    const shape = this.marks.get(country.code);
    shape?.classList.add("island-on");
    const absent = shape ? "" : " It has no outline on this map.";
    const words = `${country.name}: ${many(country.count, ...(this.data.unit ?? ["", ""]))}`.trim();
    if (!byKey || absent) this.said.say(`${words}.${absent}`);
    tell(this.host, "hover", { kind: "country", code: country.code });
  }

  private leave(country: Country): void {
    this.marks.get(country.code)?.classList.remove("island-on");
  }

  private pick(country: Country, event: MouseEvent): void {
    const href = local(country.href ?? "");
    if (tell(this.host, "pick", { kind: "country", code: country.code, href })) go(href, event);
  }
}

function code(shape: Outline): string {
  if (shape.id === undefined) return shape.properties?.name === "Kosovo" ? "XK" : "";
  return LETTERS.get(String(shape.id).padStart(3, "0")) ?? "";
}

const dot = ([x, y]: [number, number]): Record<string, string> => ({ cx: x.toFixed(1), cy: y.toFixed(1), r: "4.5" });

function svg(name: string, about: Record<string, string>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(about)) made.setAttribute(key, value);
  return made;
}
