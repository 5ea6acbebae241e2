/**
 * Node's C++ for files: `internalBinding('fs')`, `fs_dir` and `fs_event_wrap`, over the system calls. The kernel defines the
 * operations; this folder has what libuv and Node add, how results reach a program (at once, callback, promise), and the errors.
 */
import type { RealmContext } from '../../context.ts'
import type { Binding } from '../../types.ts'
import { copyOperations } from './copy.ts'
import { descriptorOperations } from './descriptor-operations.ts'
import { fileHandleClass } from './file-handle.ts'
import { Files } from './files.ts'
import type { FsContext } from './fs-context.ts'
import { moduleOperations } from './module-operations.ts'
import { pathOperations } from './path-operations.ts'
import { removeOperations } from './remove.ts'
import { Requests, requestClass } from './requests.ts'
import { statOperations } from './stat-operations.ts'
import { statWatcherClass } from './stat-watcher.ts'
import { StatArrays } from './stats.ts'
import { treeOperations } from './tree-operations.ts'
import { wholeFileOperations } from './whole-files.ts'

export { type FileRange, rangeOf } from './file-handle.ts'
export { Files } from './files.ts'
export { fsDirBinding } from './fs-dir.ts'
export { fsEventBinding } from './fs-event-wrap.ts'
export { uvException } from './uv-exception.ts'

/** `internalBinding('fs')`: node_file.cc. */
export function fsBinding(realm: RealmContext): Binding {
  const arrays = new StatArrays()
  const files = new Files(realm)
  const context: FsContext = { realm, files, requests: new Requests(realm, files), arrays }
  return {
    ...realm.constants.fs,
    statValues: arrays.statValues,
    bigintStatValues: arrays.bigintStatValues,
    statFsValues: arrays.statFsValues,
    bigintStatFsValues: arrays.bigintStatFsValues,
    kUsePromises: context.requests.usePromises,
    FSReqCallback: requestClass(realm),
    StatWatcher: statWatcherClass(context),
    ...fileHandleClass(context),
    ...pathOperations(context),
    ...descriptorOperations(context),
    ...statOperations(context),
    ...treeOperations(context),
    ...wholeFileOperations(context),
    ...copyOperations(context),
    ...removeOperations(context),
    ...moduleOperations(context),
  }
}
