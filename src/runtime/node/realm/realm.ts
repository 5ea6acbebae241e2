import { EventType, type KernelEvent, type ProcessStart, type TurnEnd } from '../syscalls/index.ts'
import { beginPerformance } from './bindings/index.ts'
import { bootLibrary, prepareExecution } from './bootstrap.ts'
import { RealmContext } from './context.ts'
import { installDeterminism } from './determinism.ts'
import { parseLibraryData } from './library-data.ts'
import { Program } from './program.ts'
import type { Realm, RealmOptions } from './types.ts'

/**
 * A Node process: Node's own library over the system calls. Boots at once, so that a realm can be made ahead of the process that
 * it becomes at the start event.
 */
export function createRealm({ platform, calls }: RealmOptions): Realm {
  const realm = new RealmContext(platform, parseLibraryData(platform.libraryData), calls)
  installDeterminism(realm)
  bootLibrary(realm)
  platform.onRejection(
    (promise, reason) => realm.taskQueue.rejected(promise, reason),
    (promise) => realm.taskQueue.handled(promise),
  )
  return {
    async turn(event: KernelEvent): Promise<TurnEnd> {
      if (event.type === EventType.start) start(realm, event)
      const end = await realm.loop.turn(event)
      if (realm.kernel.ended) platform.dispose()
      return end
    },
    kill() {
      realm.kernel.ended = true
      platform.dispose()
    },
  }
}

function start(realm: RealmContext, event: KernelEvent): void {
  realm.start = JSON.parse(event.str) as ProcessStart
  realm.pid = event.value
  realm.startedAt = event.time
  realm.kernel.time = event.time
  beginPerformance(realm)
  prepareExecution(realm)
  const program = new Program(realm)
  realm.program = program
  realm.loop.main = () => program.run()
}
