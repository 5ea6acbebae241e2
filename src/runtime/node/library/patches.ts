import type { NodeLibrary } from './library.ts'

/** One change to one of Node's sources. The list is kept as short as it can be; a test holds every other source to the binary's. */
export interface Patch {
  id: string
  find: string
  replace: string
  reason: string
}

export const PATCHES: readonly Patch[] = [
  {
    id: 'internal/timers',
    find: '    let prevImmediate;\n    let ranAtLeastOneImmediate',
    replace: '\n    let ranAtLeastOneImmediate',
    reason:
      'processImmediate() is left between two immediates by a sentinel and entered again after the microtasks have run; it must then still ' +
      'know the immediate that it had just run, or a cleared one is taken off the wrong list.',
  },
  {
    id: 'internal/timers',
    find: 'const outstandingQueue = new ImmediateList();',
    replace: 'const outstandingQueue = new ImmediateList(); let prevImmediate;',
    reason: 'The other half of the patch above, on one line so that no line number changes.',
  },
]

/** The source of a module as processes run it. Throws when a patch no longer finds its place. */
export function patchedSource(library: NodeLibrary, id: string): string | undefined {
  let source = library.sources[id]
  if (source === undefined) return undefined
  for (const patch of PATCHES) {
    if (patch.id !== id) continue
    if (source.split(patch.find).length !== 2)
      throw new Error(`The patch of Node's ${id} does not find its place: ${patch.find}`)
    source = source.replace(patch.find, () => patch.replace)
  }
  return source
}
