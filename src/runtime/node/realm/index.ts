/**
 * A Node process over the system calls: boots Node's own library with the bindings of `bindings/`, runs its event loop, and prints
 * what ends it as Node does. Everything here runs in the process's own JavaScript realm and reaches the environment only through
 * `Platform`; `platform/` holds one for Node and one for a page, each imported by its own `index.ts`.
 */
export type { ModuleHost } from './module-host.ts'
export { createRealm } from './realm.ts'
export type { Outcome, Platform, Realm, RealmOptions, ThrowPlace } from './types.ts'
