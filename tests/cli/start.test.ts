/** `npm start` and what it leaves behind: nothing. The site is built beforehand by `npm test`; alone, this takes a minute longer. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Command, root } from './command.ts'

vi.setConfig({ testTimeout: 240_000 })

const running: Command[] = []
afterEach(() => {
  for (const command of running.splice(0)) command.child.kill('SIGKILL')
})

/** Starts the server and returns the address on its last line. */
async function start(...args: string[]): Promise<{ command: Command; address: string }> {
  const command = new Command(['start', ...args])
  running.push(command)
  const [, address] = await command.printed(/^Ackademy is at (http:\/\/localhost:\d+\/)\n$/m)
  expect(command.stdout.endsWith(`${address}\n`)).toBe(true)
  return { command, address: address! }
}

describe('ackademy start', () => {
  test('serves the site; Ctrl+C ends it with 0', async () => {
    const { command, address } = await start('--port', '0')
    const page = await fetch(address)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<title>')
    const missing = await fetch(`${address}no/such/page`)
    expect(missing.status).toBe(404)
    expect(await missing.text()).toBe(readFileSync(join(root, 'dist/404.html'), 'utf8'))
    const policyOf = async (path: string) => (await fetch(`${address}${path}`)).headers.get('content-security-policy')
    expect(await policyOf('')).toBe("frame-ancestors 'self'")
    const [figure] = readdirSync(join(root, 'dist/embed/figure'))
    expect(await policyOf(`embed/figure/${figure}/`)).toBeNull()
    command.child.kill('SIGINT')
    expect(await command.ended).toMatchObject({ status: 0 })
    await expect(fetch(address)).rejects.toThrow()
  })

  test('passes over a port that is taken', async () => {
    const other = createServer().listen(0, 'localhost')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    const { address } = await start('--port', String(port))
    expect(Number(new URL(address).port)).toBeGreaterThan(port)
    other.close()
  })

  test('refuses a port that is none', async () => {
    const { status, stderr } = await new Command(['start', '--port', '70000']).ended
    expect(stderr).toBe('ackademy start: --port 70000: a port is a whole number from 0 to 65535\n')
    expect(status).toBe(2)
  })
})

describe.skipIf(process.platform !== 'linux')('what started it', () => {
  /** As bin/ackademy.mjs does it, when everything is installed. */
  function startApart(): ChildProcess {
    const ensure = pathToFileURL(join(root, 'scripts/ensure.mjs')).href
    const script = `(await import('${ensure}')).runScript('scripts/command.ts', ['start', '--port', '0'])`
    return spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  }

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('takes everything with it when it gets %s', async (signal) => {
    const parent = startApart()
    await new Promise<void>((resolve, reject) => {
      parent.stdout!.on('data', (bytes: Buffer) => {
        if (`${bytes}`.includes('Ackademy is at')) resolve()
      })
      parent.on('exit', (code) => reject(new Error(`it ended with ${code} before it served anything`)))
    })
    const family = [parent.pid!, ...descendants(parent.pid!)]
    expect(family.length).toBeGreaterThan(1)
    parent.kill(signal)
    await vi.waitFor(() => expect(family.filter(isAlive)).toEqual([]), { timeout: 20_000 })
  })
})

function descendants(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return children.flatMap((child) => [child, ...descendants(child)])
}

/** A zombie that nobody has waited for yet is dead. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
