/**
 * Runs programs one after the other, each in a world of its own, in a worker of the page's sandboxed frame: on the platform, the library and
 * the runtime that the lab page has. Built to `generated/parity-worker.js`.
 */
import { type AddOnName, parseLibrary } from '#node/library/index.ts'
import { localStarter } from '#node/processes/index.ts'
import { createWorkerRealms, takeEnvironment } from '#node/realm/platform/worker/index.ts'
import type { ParityProgram } from '../program.ts'
import { runInWorld } from '../world.ts'
import type { WorkerReport, WorkerStart } from './protocol.ts'

const scope = globalThis as unknown as { onmessage: ((event: MessageEvent<WorkerStart>) => void) | null }

scope.onmessage = ({ data, ports: [port] }) => {
  scope.onmessage = null
  const post = (report: WorkerReport) => port!.postMessage(report)
  const fail = (error: unknown) =>
    post({ kind: 'failed', message: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) })
  try {
    const realms = createWorkerRealms({
      environment: takeEnvironment(),
      library: parseLibrary(data.library),
      runtime: data.runtime,
      addOns: (name: AddOnName) => data.addOns[name] ?? null,
    })
    const start = localStarter((calls) => realms.take(calls))
    port!.onmessage = (message: MessageEvent<ParityProgram>) => {
      runInWorld(message.data, start).then((outcome) => post({ kind: 'outcome', outcome }), fail)
    }
    post({ kind: 'ready' })
  } catch (error) {
    fail(error)
  }
}
