/** The same calls on the simulated stack and on the kernel's: what they return, noted in words and compared. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addressFamily,
  BindFlag,
  type Endpoint,
  errnoName,
  type Host,
  Ready,
  type Received,
  type Socket,
  type TcpSocket,
} from '#network'
import { BesideLinux, until, whyNoNamespaces } from './beside-linux.ts'

/** What a host is made to do; each uses ports of its own. */
export type Scenarios = Record<string, (host: Host, notes: Notes) => Promise<void>>

/** One test for each: the simulated host and the kernel's give the same results, word for word. */
export function testSameCalls(about: string, scenarios: Scenarios, options: { ipv6?: boolean } = {}): void {
  const problem = whyNoNamespaces()
  if (problem !== null) console.warn(`Skipped: ${about}: ${problem}`)
  describe.skipIf(problem !== null)(about, { timeout: 30_000 }, () => {
    let world: BesideLinux
    beforeAll(() => {
      world = new BesideLinux(options)
    })
    afterAll(() => world.close())

    test.each(Object.keys(scenarios))('%s', async (name) => {
      const run = async (host: Host) => {
        const notes = new Notes()
        await scenarios[name]!(host, notes)
        return notes.lines
      }
      const [simulated, linux] = [await run(world.simulated), await run(world.linux)]
      expect(simulated).toEqual(linux)
    })
  })
}

/** Notes what calls return, in words. */
export class Notes {
  readonly lines: string[] = []

  add(what: string, result: Result): void {
    this.lines.push(`${what}: ${describeResult(result)}`)
  }

  ready(what: string, socket: Socket): void {
    const bits = socket.readiness()
    const names = Object.entries(Ready).filter(([, bit]) => (bits & bit) !== 0)
    this.lines.push(`${what}: ${names.map(([name]) => name).join(' ') || 'nothing'}`)
  }
}

type Result = number | Received | Endpoint | TcpSocket | null

export function describeResult(result: Result): string {
  if (result === null) return 'null'
  if (typeof result === 'number') return result < 0 ? errnoName(result) : String(result)
  if ('kind' in result) return result.kind
  if ('bytes' in result) return JSON.stringify(Buffer.from(result.bytes).toString())
  return result.port >= 32_768 ? `${result.address}:ephemeral` : `${result.address}:${result.port}`
}

export const settled = () => new Promise((resolve) => setTimeout(resolve, 60))
export const text = (value: string) => Buffer.from(value)

export async function pair(
  host: Host,
  port: number,
  address = '127.0.0.1',
): Promise<{ listener: TcpSocket; near: TcpSocket; far: TcpSocket }> {
  const family = addressFamily(address)
  const listener = host.tcp.socket(family)
  listener.bind(address, port, BindFlag.REUSEADDR)
  listener.listen(4)
  const near = host.tcp.socket(family)
  near.connect(address, port)
  await until(() => (listener.readiness() & Ready.IN) !== 0, 'a connection')
  const far = listener.accept()
  if (typeof far === 'number') throw new Error(`accept: ${far}`)
  await until(() => (near.readiness() & Ready.OUT) !== 0, 'the connection')
  return { listener, near, far }
}
