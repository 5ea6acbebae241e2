/** Resolves an export name to its binding (ECMA-262 16.2.1.7.2: GetExportedNames, ResolveExport). */
import type { ModuleRecord, ResolvedBinding, SourceModule } from './module-record.ts'

export type ExportResolution = ResolvedBinding | 'missing' | 'ambiguous'

/** Returns all names that `import * as` of the module shows, including ambiguous ones. */
export function exportedNames(module: ModuleRecord, visited = new Set<ModuleRecord>()): string[] {
  if (module.kind !== 'source') return [...module.exportNames]
  if (visited.has(module)) return []
  visited.add(module)
  const names = new Set(module.compiled.exports.map((entry) => entry.exported))
  for (const index of module.compiled.starRequests) {
    for (const name of exportedNames(module.requested[index]!, visited)) if (name !== 'default') names.add(name)
  }
  return [...names]
}

interface Visit {
  readonly module: ModuleRecord
  readonly name: string
}

export function resolveExport(module: ModuleRecord, name: string, visits: Visit[] = []): ExportResolution {
  if (module.kind !== 'source') return module.exportNames.includes(name) ? { module, name } : 'missing'
  // A circular chain of re-exports leads nowhere.
  if (visits.some((visit) => visit.module === module && visit.name === name)) return 'missing'
  visits.push({ module, name })
  const entry = module.compiled.exports.find((candidate) => candidate.exported === name)
  if (entry?.kind === 'local') return { module, name }
  if (entry) {
    const target = module.requested[entry.request]!
    return entry.imported === null ? { module: target, name: null } : resolveExport(target, entry.imported, visits)
  }
  return name === 'default' ? 'missing' : resolveStarExport(module, name, visits)
}

function resolveStarExport(module: SourceModule, name: string, visits: Visit[]): ExportResolution {
  let found: ResolvedBinding | null = null
  for (const index of module.compiled.starRequests) {
    const resolution = resolveExport(module.requested[index]!, name, visits)
    if (resolution === 'ambiguous') return 'ambiguous'
    if (resolution === 'missing') continue
    if (found && (found.module !== resolution.module || found.name !== resolution.name)) return 'ambiguous'
    found = resolution
  }
  return found ?? 'missing'
}
