/** The world's worker. Built to `generated/world-worker.js`. It has no world to open yet, and says so. */
import type { WorldMessage, WorldReport, WorldStart } from '../protocol.ts'

const scope = globalThis as unknown as { onmessage: ((event: MessageEvent<WorldStart>) => void) | null }

scope.onmessage = (event) => {
  const port = event.ports[0]
  if (!port) return
  const post = (report: WorldReport) => port.postMessage(report)
  port.onmessage = (message: MessageEvent<WorldMessage>) => {
    if (message.data.kind === 'ping') post({ kind: 'pong', number: message.data.number })
    else
      post({ kind: 'failed', world: message.data.world, message: 'Running programs in the page is not supported yet.' })
  }
  post({ kind: 'ready' })
}
