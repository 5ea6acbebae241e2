/**
 * Node on the simulated hosts: the kernel and the system-call interface, Node's own library on it, the module loader, and the ways to run a
 * process. Floors above import it from here; what needs Node itself or a page has doors of its own (`processes/`, `realm/platform/`).
 */
export * from './kernel/index.ts'
export * from './modules/index.ts'
export type { Platform, Realm, RealmOptions } from './realm/index.ts'
export * from './syscalls/index.ts'
