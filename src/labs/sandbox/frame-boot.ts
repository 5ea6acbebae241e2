/**
 * The script of the sandboxed frame, the only one to run in the frame itself. It creates the workers (a learner's
 * program runs only there, never here: the frame would have WebRTC) and answers the heartbeat, so that the page can
 * tell a busy worker from a dead frame. Built to `generated/frame-boot.js`; the page's policy contains its hash.
 */
import type { FrameMessage, FrameReport } from './protocol.ts'

const report = (port: MessagePort, message: FrameReport) => port.postMessage(message)

function startWorker(port: MessagePort, name: string, source: string, start: unknown, ports: MessagePort[]): Worker {
  // A classic worker: a module worker from a blob fails silently in an opaque origin.
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  // The address is never revoked: in WebKit a worker whose own address is gone can load no script from a blob. The frame takes it along.
  const worker = new Worker(url, { name })
  worker.onerror = (event) =>
    report(port, { kind: 'worker-error', worker: name, message: event.message || 'the worker could not start' })
  worker.postMessage(start, ports)
  return worker
}

function serve(port: MessagePort): void {
  port.onmessage = (event: MessageEvent<FrameMessage>) => {
    const message = event.data
    if (message.kind === 'ping') report(port, { kind: 'pong', number: message.number })
    else startWorker(port, message.name, message.source, message.start, [...event.ports])
  }
  report(port, { kind: 'ready' })
}

addEventListener('message', (event) => {
  const port = event.ports[0]
  if (event.source === parent && port) serve(port)
})
