// Series over time with a brush: a range drawn by pointer or by keys is told to the page as `island:range`.
import uPlot from "uplot";
import { Said, box, button, colour, count, given, make, onTheme, tell } from "./shared";

interface Data {
  title?: string;
  times: number[];
  series: { name: string; values: (number | null)[] }[];
}

const HIGH = 240;
const KEYS = "Left and right go from one time to the next, with Shift they mark a range, Escape takes the mark away.";
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
let made = 0;

export function mount(host: HTMLElement, gone: AbortSignal): void {
  const data = given<Data>(host);
  if (!data.times.length || !data.series.length) throw new Error("there is nothing to draw over time");
  new Timeline(host, data, gone);
  tell(host, "ready", { times: data.times.length, series: data.series.length });
}

class Timeline {
  private plot: uPlot;
  private readonly said = new Said();
  private readonly stage: HTMLElement;
  private at = -1;
  private anchor = -1;
  private range: { from: number; until: number } | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly data: Data,
    private readonly gone: AbortSignal,
  ) {
    const hint = make("p", { className: "island-hint", id: `island-times-${++made}`, textContent: KEYS });
    this.stage = make("div", { className: "island-brush", tabIndex: 0, "aria-describedby": hint.id });
    this.stage.setAttribute("role", "application");
    this.stage.setAttribute("aria-label", data.title ?? "Over time");
    const tools = make("div", { className: "island-tools" });
    tools.append(button("All times", "All times", () => this.clear()));
    box(host).append(tools, this.stage, this.said.element, hint);
    this.plot = this.draw();
    this.listen();
    host.dataset.times = String(data.times.length);
  }

  private listen(): void {
    this.stage.addEventListener("keydown", (event) => this.pressed(event), { signal: this.gone });
    onTheme(this.gone, () => {
      this.plot.destroy();
      this.plot = this.draw();
      this.mark();
    });
    const resized = new ResizeObserver(() => {
      if (this.stage.clientWidth === this.plot.width) return;
      this.plot.setSize({ width: this.stage.clientWidth, height: HIGH });
      this.mark();
    });
    resized.observe(this.stage);
    this.gone.addEventListener("abort", () => {
      resized.disconnect();
      this.plot.destroy();
    });
  }

  private draw(): uPlot {
    const ink = (name: string): string => colour(this.host, `--island-${name}`);
    const axis: uPlot.Axis = { stroke: ink("soft"), grid: { stroke: ink("edge"), width: 1 }, ticks: { stroke: ink("edge") } };
    const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
    const lines = this.data.series.map((one, i): uPlot.Series => ({
      label: one.name,
      stroke: ink(String(i % 8)),
      width: 2,
      dash: dashes[i % 4] ?? [],
    }));
    const options: uPlot.Options = {
      width: Math.max(this.stage.clientWidth, 200),
      height: HIGH,
      tzDate: (second) => uPlot.tzDate(new Date(second * 1000), "Etc/UTC"),
      cursor: { drag: { x: true, y: false, setScale: false } },
      series: [{ label: "Time (UTC)", value: (_, second) => (second == null ? "–" : said(second)) }, ...lines],
      axes: [{ ...axis, space: 110, values: (_, seconds, __, ___, step) => seconds.map((at) => mark(at, step)) }, { ...axis, size: 60 }],
      hooks: { setSelect: [(plot) => this.selected(plot)] },
    };
    const rows = [this.data.times, ...this.data.series.map((one) => one.values)] as uPlot.AlignedData;
    return new uPlot(options, rows, this.stage);
  }

  private selected(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 2) return this.emit(null);
    this.emit({ from: plot.posToVal(left, "x"), until: plot.posToVal(left + width, "x") });
  }

  private emit(range: { from: number; until: number } | null): void {
    if (range?.from === this.range?.from && range?.until === this.range?.until) return;
    this.range = range;
    this.said.say(range ? `From ${said(range.from)} to ${said(range.until)} (UTC).` : "All times.");
    tell(this.host, "range", range ?? {});
  }

  private clear(): void {
    this.anchor = -1;
    this.plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.emit(null);
  }

  private pressed(event: KeyboardEvent): void {
    const last = this.data.times.length - 1;
    const steps: Record<string, number> = { ArrowLeft: this.at - 1, ArrowRight: this.at + 1, Home: 0, End: last };
    const next = steps[event.key];
    if (event.key === "Escape") this.clear();
    else if (next !== undefined) this.step(Math.min(Math.max(next, 0), last), event.shiftKey);
    else return;
    event.preventDefault();
  }

  private step(next: number, marking: boolean): void {
    if (marking && this.anchor < 0) this.anchor = Math.max(this.at, 0);
    if (!marking) this.anchor = -1;
    this.at = next;
    this.plot.setCursor({ left: this.x(next), top: 10 });
    if (marking) {
      const [from, until] = [Math.min(this.anchor, next), Math.max(this.anchor, next)];
      this.emit({ from: this.data.times[from], until: this.data.times[until] });
      this.mark();
      return;
    }
    const values = this.data.series.map((one) => `${one.name} ${one.values[next] == null ? "not known" : count(one.values[next])}`);
    this.said.say(`${said(this.data.times[next])}: ${values.join(", ")}.`);
  }

  /** Shows the range as it is, without telling it again. */
  private mark(): void {
    if (!this.range) return;
    const [left, right] = [this.plot.valToPos(this.range.from, "x"), this.plot.valToPos(this.range.until, "x")];
    const height = this.plot.over.clientHeight;
    this.plot.setSelect({ left, top: 0, width: Math.max(right - left, 1), height }, false);
  }

  private x = (index: number): number => this.plot.valToPos(this.data.times[index], "x");
}

/** A time under the axis: the day, with the hour where the marks stand closer than a day. */
const mark = (second: number, step: number): string => (step >= 86400 ? DATE : DAY).format(second * 1000);
const said = (second: number): string => DAY.format(second * 1000);
