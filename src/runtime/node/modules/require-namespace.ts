/** Result of `require` for an ES module (Node's "Loading ECMAScript modules using require()"). */
import { createNamespace, settleNamespace } from './namespace.ts'
import type { ModuleNamespace } from './process-services.ts'
import type { RealmGlobals } from './types.ts'

const known = new WeakMap<ModuleNamespace, ModuleNamespace>()

/** Returns the export named "module.exports" if there is one; else the namespace, with `__esModule: true` if it has a default export. */
export function createRequireNamespace(globals: RealmGlobals, namespace: ModuleNamespace): unknown {
  if ('module.exports' in namespace) return namespace['module.exports']
  if (!('default' in namespace) || '__esModule' in namespace) return namespace
  let marked = known.get(namespace)
  if (!marked) {
    const names = [...Object.keys(namespace), '__esModule']
    marked = createNamespace(globals, names, (name) => (name === '__esModule' ? () => true : () => namespace[name]))
    const isConstant = (name: string) => 'value' in (Object.getOwnPropertyDescriptor(namespace, name) ?? {})
    settleNamespace(marked, (name) => name === '__esModule' || isConstant(name))
    known.set(namespace, marked)
  }
  return marked
}
