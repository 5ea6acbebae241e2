// A round of programs in a browser: what the page needs is built and served, a browser opens it, and the page tells each program's outcome.
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { ADD_ON_NAMES } from '#node/library/index.ts'
import { addOnFile } from '#node/realm/platform/vm/index.ts'
import { frameDocument, workerBundle, worldBundle } from '../../../scripts/build/bundle.ts'
import { pageLibrary } from '../../../scripts/build/page-library.ts'
import { bring } from '../../../scripts/build/step.ts'
import type { Outcome, ParityProgram } from '../program.ts'
import { PATHS, type PageReport } from './protocol.ts'

const GENERATED = new URL('../../../generated/', import.meta.url)
const HTML = `<!doctype html><meta charset="utf-8"><title>Parity</title><script src="${PATHS.page}"></script>`

/** Which file of `generated/` lies where. */
const FILES: Record<string, string> = {
  [PATHS.page]: 'parity-page.js',
  [PATHS.worker]: 'parity-worker.js',
  [PATHS.frame]: 'frame.html',
  [PATHS.library]: 'node-library-page.json',
  [PATHS.runtime]: 'node-realm.js',
  ...Object.fromEntries(ADD_ON_NAMES.map((name) => [PATHS.addOn(name), addOnFile(name)])),
}
const TYPES: Record<string, string> = { html: 'text/html', js: 'text/javascript', json: 'application/json' }

/** Makes what the page is made of, where it is not up to date. */
export async function buildPage(): Promise<void> {
  await bring(pageLibrary)
  await bring(frameDocument('src/labs/sandbox/frame-boot.ts'))
  await bring(worldBundle('parity-worker', 'tests/parity/browser/worker.ts'))
  await bring(workerBundle('parity-page', 'tests/parity/browser/page.ts'))
}

/** Opens an address in a browser; returns what closes it. */
export type OpenBrowser = (url: string) => Promise<() => Promise<void>>

interface Waiting {
  resolve: (outcome: Outcome) => void
  reject: (error: Error) => void
  outcome: Promise<Outcome>
}

export class BrowserRound {
  readonly #programs: readonly ParityProgram[]
  readonly #waiting: Map<string, Waiting>
  readonly #server: Server
  #closeBrowser: (() => Promise<void>) | null = null
  /** Real milliseconds that the programs which have ended took. */
  milliseconds = 0

  private constructor(programs: readonly ParityProgram[]) {
    this.#programs = programs
    this.#waiting = new Map(programs.map(({ entry }) => [entry, waiting()]))
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  /** Begins to run the programs, one after the other, in this order. */
  static async start(programs: readonly ParityProgram[], open: OpenBrowser): Promise<BrowserRound> {
    await buildPage()
    const round = new BrowserRound(programs)
    await new Promise<void>((resolve) => round.#server.listen(0, '127.0.0.1', resolve))
    round.#closeBrowser = await open(`http://127.0.0.1:${(round.#server.address() as AddressInfo).port}/`)
    return round
  }

  /** Resolves when the program has ended; rejects where the browser could not run it. */
  outcome({ entry }: ParityProgram): Promise<Outcome> {
    return this.#waiting.get(entry)!.outcome
  }

  async close(): Promise<void> {
    await this.#closeBrowser?.()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const file = FILES[path]
    if (path === PATHS.outcome) this.#note(JSON.parse(await text(request)) as PageReport)
    const body =
      path === '/'
        ? HTML
        : path === PATHS.programs
          ? JSON.stringify(this.#programs)
          : file && (await readGenerated(file))
    const type = TYPES[path === '/' ? 'html' : path.replace(/.*\./, '')]
    response.writeHead(body === undefined && path !== PATHS.outcome ? 404 : 200, type ? { 'content-type': type } : {})
    response.end(body)
  }

  #note({ entry, result, milliseconds }: PageReport): void {
    this.milliseconds += milliseconds
    if ('outcome' in result) this.#waiting.get(entry)?.resolve(result.outcome)
    else this.#fail(entry, new Error(result.failure))
  }

  /** One program's failure, or that of the page, which is everybody's. */
  #fail(entry: string, error: Error): void {
    for (const [name, { reject }] of this.#waiting) if (entry === '' || entry === name) reject(error)
  }
}

function waiting(): Waiting {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
  promise.catch(() => {}) // whoever asks for it hears of it
  return { resolve, reject, outcome: promise }
}

const readGenerated = (file: string) => readFile(fileURLToPath(new URL(file, GENERATED)))
