// A stand-in for StackBlitz: what their address serves to `@webcontainer/api`, with this machine's Node behind it, held to what a WebContainer has.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import type { InternalTree } from './headless.ts'

const COMLINK = readFileSync(
  new URL('../../../node_modules/@webcontainer/api/dist/vendor/index.js', import.meta.url),
  'utf8',
)
const HEADLESS = stripTypeScriptTypes(readFileSync(new URL('headless.ts', import.meta.url), 'utf8'))
const HEADERS = {
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'cross-origin',
}

interface Running {
  child: ChildProcess
  unheard: string[]
  isOver: boolean
  wake: () => void
}

/** Answers for stackblitz.com in a browser's context. */
export class StandIn {
  readonly folder = mkdtempSync(join(tmpdir(), 'ackademy-container-'))
  readonly #running = new Map<number, Running>()

  async serve(context: BrowserContext): Promise<void> {
    await context.exposeBinding('outside', (_source, ask) => this.#answer(ask))
    await context.route('https://stackblitz.com/**', (route) => {
      const page = `<!doctype html><script type="module">${COMLINK}\n${HEADLESS.replaceAll('export ', '')}\nheadless(comlink_exports, outside)</script>`
      return route.fulfill({ contentType: 'text/html', headers: HEADERS, body: page })
    })
  }

  close(): void {
    for (const { child } of this.#running.values()) child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  // biome-ignore lint/suspicious/noExplicitAny: the page's asks are told apart by their kind
  async #answer(ask: any): Promise<unknown> {
    if (ask.kind === 'mount') return this.#mount(ask.tree, join(this.folder, ask.under))
    if (ask.kind === 'remove') return rmSync(join(this.folder, ask.path), { recursive: true, force: true })
    if (ask.kind === 'read') return readFileSync(join(this.folder, ask.path), 'utf8')
    if (ask.kind === 'run') return this.#run(ask.args)
    const running = this.#running.get(ask.process)!
    if (ask.kind === 'hear') return hear(running)
    if (ask.kind === 'kill') return void running.child.kill()
    return running.child.exitCode ?? 143
  }

  #mount({ d = {} }: InternalTree, folder: string): void {
    mkdirSync(folder, { recursive: true })
    for (const [name, entry] of Object.entries(d)) {
      if (entry.f) writeFileSync(join(folder, name), entry.f.c)
      else this.#mount(entry, join(folder, name))
    }
  }

  /** No children, no threads, no native code, no file but its own, and nothing of this project's: a WebContainer has no more. */
  #run(args: string[]): number {
    const only = ['--permission', `--allow-fs-read=${this.folder}`, `--allow-fs-write=${this.folder}`]
    const child = spawn(process.execPath, [...only, ...args], { cwd: this.folder, env: { NO_COLOR: '1' } })
    const running: Running = { child, unheard: [], isOver: false, wake: () => {} }
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        running.unheard.push(text.replaceAll('\n', '\r\n'))
        running.wake()
      })
    void once(child, 'close').then(() => {
      running.isOver = true
      running.wake()
    })
    this.#running.set(child.pid!, running)
    return child.pid!
  }
}

async function hear(running: Running): Promise<string | null> {
  while (running.unheard.length === 0 && !running.isOver) await new Promise<void>((wake) => (running.wake = wake))
  return running.unheard.shift() ?? null
}
