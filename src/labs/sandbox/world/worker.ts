/**
 * The world's worker: opens worlds (network, kernel, Node processes) and serves their Labs on the given ports, while
 * their events stream to the page. Learners' programs run here and nowhere else in the page. Built to
 * `generated/world-worker.js`.
 */
import { NODE_VERSION, parseLibrary } from '#node/library/index.ts'
import { createWorkerRealms, takeEnvironment } from '#node/realm/platform/worker/index.ts'
import type { WorldMessage, WorldStart } from '../protocol.ts'
import { AddOns } from './add-ons.ts'
import { type Post, WorldHost } from './world-host.ts'

const scope = globalThis as unknown as { onmessage: ((event: MessageEvent<WorldStart>) => void) | null }

const addOns = new AddOns()

scope.onmessage = (event) => {
  const port = event.ports[0]
  if (!port) return
  scope.onmessage = null
  const post: Post = (report, transferred = []) => port.postMessage(report, transferred)
  startHost(event.data, post).then(
    (host) => {
      port.onmessage = (message: MessageEvent<WorldMessage>) => {
        const { data } = message
        if (data.kind === 'ping') post({ kind: 'pong', number: data.number })
        else if (data.kind === 'mark') post({ kind: 'mark' })
        else if (data.kind === 'add-ons') addOns.bring(data.addOns)
        else addOns.whenThere(data, () => host.open(data, message.ports[0]!))
      }
      post({ kind: 'ready' })
    },
    (error) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      post({ kind: 'failed', world: '', message })
    },
  )
}

/** Ready to open worlds at once: one has run, so the engine has compiled the code, and the next process is booted. */
async function startHost({ library, runtime, loadDriver }: WorldStart, post: Post): Promise<WorldHost> {
  const parsed = parseLibrary(library)
  if (parsed.version !== NODE_VERSION)
    throw new Error(`Node's library is of version ${parsed.version}, not ${NODE_VERSION}`)
  const realms = createWorkerRealms({
    environment: takeEnvironment(),
    library: parsed,
    runtime,
    addOns: (name) => addOns.text(name),
  })
  const host = new WorldHost(realms, loadDriver, post)
  await host.warmUp()
  return host
}
