/**
 * Module namespace objects (ECMA-262 10.4.6) as ordinary objects: null prototype, sorted keys, not extensible, tagged
 * "Module". A binding that may still change is a getter; once its module has run, a constant one becomes a plain value.
 */

import type { ModuleNamespace } from './process-services.ts'
import type { RealmGlobals } from './types.ts'

const namespaces = new WeakSet<object>()

export function isModuleNamespace(value: unknown): boolean {
  return typeof value === 'object' && value !== null && namespaces.has(value)
}

export function createNamespace(
  globals: RealmGlobals,
  names: readonly string[],
  getterOf: (name: string) => () => unknown,
): ModuleNamespace {
  const namespace = Object.create(null) as Record<string, unknown>
  for (const name of names.toSorted(byCodeUnits)) {
    const set = () => {
      throw new globals.TypeError(`Cannot assign to read only property '${name}' of object '[object Module]'`)
    }
    Object.defineProperty(namespace, name, { get: getterOf(name), set, enumerable: true, configurable: true })
  }
  Object.defineProperty(namespace, Symbol.toStringTag, { value: 'Module' })
  namespaces.add(namespace)
  return Object.preventExtensions(namespace)
}

/** Called when the module has run: turns constant bindings into values and makes properties undeletable. */
export function settleNamespace(namespace: ModuleNamespace, isConstant: (name: string) => boolean): void {
  for (const name of Object.keys(namespace)) {
    const descriptor = Object.getOwnPropertyDescriptor(namespace, name)!
    if (!descriptor.configurable) continue
    if (isConstant(name)) {
      Object.defineProperty(namespace, name, { value: namespace[name], writable: false, configurable: false })
    } else Object.defineProperty(namespace, name, { configurable: false })
  }
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
