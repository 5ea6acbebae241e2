import type { NodeLibrary } from './library.ts'

/** One change to one of Node's sources. The list is as short as possible; a test compares every other source to the binary's. */
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
  {
    id: 'internal/errors',
    find: 'const codes = {};\n',
    replace:
      'const pending = new SafeMap(); const codes = new Proxy({ __proto__: null }, { __proto__: null, get(made, sym) { const def = pending.get(sym); ' +
      'if (def === undefined) return made[sym]; pending.delete(sym); ' +
      'return made[sym] = def === SystemError ? makeSystemErrorWithCode(sym) : makeNodeErrorWithCode(def, sym); } });\n',
    reason:
      'The binary boots from a snapshot, in which the classes of its 303 errors are made already. Each process here would make them again, ' +
      'a fifth of its memory: it makes one when its code is first asked for.',
  },
  {
    id: 'internal/errors',
    find: '  messages.set(sym, val);\n',
    replace: '  messages.set(sym, val); if (otherClasses.length === 0) { pending.set(sym, def); return; }\n',
    reason: 'The other half of the patch above: all but those that have variants.',
  },
]

/** Returns the source of a module as processes run it. Throws if a patch no longer finds its place. */
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
