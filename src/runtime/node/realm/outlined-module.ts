import type { Outline } from '../library/index.ts'
import type { RealmContext } from './context.ts'
import type { Any } from './types.ts'

/**
 * Makes a module whose code is not here, such as `node:wasi`: it has all exports of Node's own by name, and constants with their values.
 * A package can import it; calling its functions throws.
 */
export function outlinedModule(realm: RealmContext, id: string, outline: Outline): Any {
  const module = made(id, outline)
  for (const [name, value] of Object.entries(ANSWERS[id]?.(realm) ?? {})) module[name] = value
  return module
}

const NO_INSPECTOR = { url: () => undefined, close: { _debugEnd() {} }._debugEnd }

/** Exports of these modules that work without the missing code. */
const ANSWERS: Record<string, (realm: RealmContext) => Record<string, unknown>> = {
  // No inspector listens, and no trace is written.
  inspector: () => NO_INSPECTOR,
  'inspector/promises': () => NO_INSPECTOR,
  trace_events: () => ({ getEnabledCategories: () => undefined }),
  // This is not a single executable application.
  sea: () => ({ isSea: () => false }),
  v8: (realm) => ({ startupSnapshot: realm.require('internal/v8/startup_snapshot').namespace }),
}

function made(path: string, { kind, name, value, members = {} }: Outline, root?: Any): Any {
  if (kind === 'data') return value
  if (kind === 'symbol') return Symbol(name)
  if (kind === 'root') return root
  const object = kind === 'object' ? {} : refusing(path, name ?? '', kind === 'class')
  for (const [key, member] of Object.entries(members))
    Object.defineProperty(object, key, {
      value: made(`${path}.${key}`, member, root ?? object),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  return object
}

function refusing(path: string, name: string, isClass: boolean): Any {
  const refuse = (): never => {
    throw new Error(`${path} is not supported here yet`)
  }
  const refused = isClass
    ? class {
        constructor() {
          refuse()
        }
      }
    : () => refuse()
  return Object.defineProperty(refused, 'name', { value: name })
}
