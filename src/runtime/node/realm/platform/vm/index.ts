/**
 * The platform for Node: each process in a fresh context of its own (`node:vm`), with this runtime compiled into it, so that
 * a program never holds an object of the environment. Used where the trusted program runs beside the process: in tests and by
 * the command line; a graded process has an operating-system process around it as well.
 */

export { addOnFile, type PreparedAddOn, parseAddOn } from '../prepared-add-on.ts'
export { codeCacheOf } from './compiled.ts'
export { type PreparedRealm, prepareAddOn, prepareRealm } from './prepared-realm.ts'
export { realmScript } from './realm-script.ts'
export { createVmRealm, type VmRealmOptions } from './vm.ts'
