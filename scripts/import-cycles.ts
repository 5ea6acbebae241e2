/** Import cycles: groups of files that can all reach each other. */

/** Returns the groups of more than one file, each sorted (Tarjan's strongly connected components). */
export function importCycles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const path: string[] = []
  const cycles: string[][] = []

  function visit(file: string): void {
    order.set(file, order.size)
    lowest.set(file, order.get(file)!)
    path.push(file)
    for (const next of imports.get(file) ?? []) {
      if (!order.has(next)) visit(next)
      if (path.includes(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!))
    }
    if (lowest.get(file) !== order.get(file)) return
    const cycle = path.splice(path.indexOf(file))
    if (cycle.length > 1) cycles.push(cycle.sort())
  }

  for (const file of imports.keys()) if (!order.has(file)) visit(file)
  return cycles
}
