// The graph of a page: fetches its bytes, reads them, and makes the view of them.
import { read } from "./graph/format";
import { View } from "./graph/view";
import { local, tell } from "./shared";

export async function mount(host: HTMLElement, gone: AbortSignal): Promise<void> {
  const src = local(host.dataset.src ?? "");
  if (!src) throw new Error("the page does not say where the graph is");
  const answer = await fetch(src, { credentials: "same-origin", signal: gone });
  if (!answer.ok) throw new Error(`the graph could not be loaded (${answer.status})`);
  const graph = read(await answer.arrayBuffer());
  new View(host, graph, gone);
  tell(host, "ready", { nodes: graph.nodes, edges: graph.edges, groups: graph.groups, bytes: graph.bytes });
}
