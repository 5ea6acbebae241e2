// A document with one script and its own policy: that script, workers made from blobs, and no network at all.
import frameDocument from '../../../generated/frame.html?raw'
import type { FrameMessage, FrameReport } from './protocol.ts'

/** A sandboxed frame of opaque origin, ready to create workers. */
export class Frame {
  readonly #element: HTMLIFrameElement
  readonly #port: MessagePort
  onReport: ((report: FrameReport) => void) | null = null

  private constructor(element: HTMLIFrameElement, port: MessagePort) {
    this.#element = element
    this.#port = port
    port.onmessage = (event: MessageEvent<FrameReport>) => this.onReport?.(event.data)
  }

  /** Creates a frame and waits until its script runs. */
  static async create(): Promise<Frame> {
    const element = document.createElement('iframe')
    element.setAttribute('sandbox', 'allow-scripts')
    element.hidden = true
    element.title = 'Programs run here'
    element.srcdoc = frameDocument
    const loaded = new Promise((resolve) => element.addEventListener('load', resolve, { once: true }))
    document.body.append(element)
    await loaded
    const { port1, port2 } = new MessageChannel()
    const frame = new Frame(element, port1)
    const ready = new Promise<void>((resolve) => {
      frame.onReport = (report) => report.kind === 'ready' && resolve()
    })
    // The frame's origin is opaque, so no target origin can be named; the message carries only a port.
    element.contentWindow?.postMessage('port', '*', [port2])
    await ready
    frame.onReport = null
    return frame
  }

  startWorker(name: string, source: string, start: unknown, ports: MessagePort[]): void {
    this.#post({ kind: 'worker', name, source, start }, ports)
  }

  ping(number: number): void {
    this.#post({ kind: 'ping', number })
  }

  /** Ends everything in it at once. `terminate()` on a spinning worker takes seconds; removing the frame takes none. */
  remove(): void {
    this.onReport = null
    this.#port.close()
    this.#element.remove()
  }

  #post(message: FrameMessage, ports: MessagePort[] = []): void {
    this.#port.postMessage(message, ports)
  }
}
