import type { Worker } from 'node:worker_threads'
import type { LabPort } from '../protocol.ts'

/** The port of a world in a worker thread. A worker that dies is a world that is gone: the other end is told why. */
export function workerPort(worker: Worker): LabPort {
  let closed = false
  const port: LabPort = {
    post: (message) => worker.postMessage(message),
    onMessage: null,
    close: () => {
      closed = true
      void worker.terminate()
    },
  }
  const gone = (reason: string) => {
    if (!closed) port.onMessage?.({ kind: 'gone', reason })
    closed = true
  }
  worker.on('message', (message) => port.onMessage?.(message))
  worker.on('error', (error) => gone(error instanceof Error ? (error.stack ?? error.message) : String(error)))
  worker.on('exit', (code) => gone(`the world's thread ended with exit code ${code}`))
  return port
}
