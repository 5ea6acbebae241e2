/** Modules of the library as programs get them by `require` or `import`. */
import { addOnOf } from '../library/index.ts'
import { type RealmContext, SOCKETS } from './context.ts'
import { moduleHost } from './module-host.ts'
import { outlinedModule } from './outlined-module.ts'
import { clusterModule, replacementFor } from './substitutes.ts'
import type { Any } from './types.ts'

/** Returns whether programs may have a module: not one that is substituted for the library's own use. */
function isAvailable(realm: RealmContext, id: string): boolean {
  if (replacementFor(realm, id) !== undefined) return false
  return realm.platform.library[id] !== undefined || addOnOf(id) !== undefined
}

/** Makes `requireBuiltin` of a realm. */
export function builtinModules(realm: RealmContext): (specifier: string) => Any {
  const outlines = new Map<string, Any>()
  let socketsModule: Any = null

  function outlined(id: string): Any {
    const outline = realm.data.outlines[id]
    if (!outline) throw new Error(`node:${id} is not supported here yet`)
    if (!outlines.has(id)) outlines.set(id, outlinedModule(realm, id, outline))
    return outlines.get(id)
  }

  function sockets(): Any {
    socketsModule ??= realm.addOn('sockets').runtime.createSockets(moduleHost(realm))
    return socketsModule
  }

  return (specifier) => {
    if (specifier === SOCKETS) return sockets()
    const { BuiltinModule } = realm.require('internal/bootstrap/realm')
    const id = BuiltinModule.normalizeRequirableId(specifier)
    if (id === 'module') return realm.program!.moduleBuiltin
    if (id === 'cluster') return clusterModule(realm)
    if (!isAvailable(realm, id)) return outlined(id)
    return BuiltinModule.map.get(id).compileForPublicLoader()
  }
}
