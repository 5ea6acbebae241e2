import { isLabError } from '../api/index.ts'
import type { ClientMessage, LabBackend, LabPort } from '../protocol.ts'

/**
 * The world's side of a port: answers its batches with a backend, one at a time, until the other end closes. If the
 * backend throws, the other end gets the reason.
 */
export function serveLab(backend: LabBackend, port: LabPort): void {
  const gone = (error: unknown) => port.post({ kind: 'gone', reason: reasonOf(error) })
  const handle = async (message: ClientMessage): Promise<void> => {
    if (message.kind === 'open') port.post({ kind: 'opened', description: backend.description })
    else if (message.kind === 'batch') port.post({ kind: 'answer', answer: await backend.execute(message.batch) })
    else if (message.kind === 'pause') backend.pause?.()
    else if (message.kind === 'resume') backend.resume?.()
    else {
      await backend.close()
      port.post({ kind: 'closed' })
    }
  }
  port.onMessage = (message) => void handle(message as ClientMessage).catch(gone)
}

function reasonOf(error: unknown): string {
  if (isLabError(error)) return error.seen
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
