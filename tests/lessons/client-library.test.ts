/** The client that grows through module 6: each version does what its lesson says, and goes on doing what the lessons before it said. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Lab, TcpPeer } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'

const VERSIONS = [1, 2, 3, 4, 5] as const
const FOLDER = 'content/06-reliability/client'
const program = (name: string) => readFileSync(`${FOLDER}/${name}.ts`, 'utf8')

interface World {
  lab: Lab
  version: number
  /** Starts the client with these questions. */
  ask(questions: string[], addresses?: string): Promise<{ lines(): Promise<string[]> }>
  /** Starts the service that the module's last lesson shows. */
  serve(port?: number): Promise<void>
}

async function inWorld(version: number, act: (world: World) => Promise<void>): Promise<void> {
  const files = { submission: { 'client.ts': program(`6-${version}`), 'prices.ts': program('prices') } }
  const { lab } = await openSimulatedLab({ topology: 'wire', seed: 1, files })
  const ask = async (questions: string[], addresses = 'server:9000') => {
    const client = await lab.host('client').run('client.ts', { args: [addresses, ...questions] })
    const lines = async () => {
      await client.exited({ within: '60s' })
      return (await client.output()).stdout.trimEnd().split('\n')
    }
    return { lines }
  }
  const serve = async (port = 9000) => {
    await lab.host('server').run('prices.ts', { args: [port], listens: port })
  }
  try {
    await act({ lab, version, ask, serve })
  } finally {
    await lab.close()
  }
}

/** A behavior of these versions. */
const of = (first: number, last: number, name: string, act: (world: World) => Promise<void>) =>
  test.each(VERSIONS.filter((version) => version >= first && version <= last))(`${name} (6.%i)`, (version) =>
    inWorld(version, act),
  )

const GOODS = ['tea', 'gold', 'salt', 'pepper', 'honey']
const SYN = 'tcp.flags.syn == 1 && tcp.flags.ack == 0'
/** The question as this version sends it: since 6.4 with a deadline in front. */
const question = (line: string) => line.replace(/^@\d+ /, '')
const nextLine = async (connection: TcpPeer) => question(await connection.line())

describe('the client of module 6', () => {
  of(1, 5, 'asks five questions over at most four connections', async ({ lab, ask, serve }) => {
    await serve()
    const { lines } = await ask(GOODS)
    expect(await lines()).toEqual(GOODS.map((name) => `${name} costs ${name.length} euros at port 9000`))
    expect(await lab.capture(SYN).count()).toBe(4)
  })

  of(1, 2, 'gives a question up when no answer comes', async ({ lab, ask }) => {
    const listener = await lab.host('server').listen(9000)
    const { lines } = await ask(['tea'])
    await listener.accept()
    expect((await lines()).at(-1)).toBe('no answer within 2000 ms')
  })

  of(1, 1, 'says that the connect was refused', async ({ ask }) => {
    const { lines } = await ask(['tea'])
    expect((await lines())[0]).toContain('ECONNREFUSED')
  })

  of(3, 5, 'asks again where nothing had left', async ({ lab, ask, serve }) => {
    const { lines } = await ask(['tea'])
    await lab.clock.advance(100)
    await serve()
    expect((await lines()).at(-1)).toBe('tea costs 3 euros at port 9000')
    expect(await lab.capture(SYN).count()).toBeGreaterThan(1)
  })

  of(4, 5, 'tells the server how long an answer is worth something', async ({ lab, ask }) => {
    const listener = await lab.host('server').listen(9000)
    await ask(['tea'])
    const connection = await listener.accept()
    expect(await connection.line()).toMatch(/^@\d+ tea$/)
  })

  of(4, 5, 'asks a busy server again', async ({ lab, ask }) => {
    const listener = await lab.host('server').listen(9000)
    const { lines } = await ask(['tea'])
    const connection = await listener.accept()
    expect(await nextLine(connection)).toBe('tea')
    await connection.send('busy\n')
    expect(await nextLine(connection)).toBe('tea')
    await connection.send('3 euros\n')
    expect(await lines()).toEqual(['3 euros'])
  })

  of(5, 5, 'asks another server where one refuses', async ({ ask, serve }) => {
    await serve(9001)
    const { lines } = await ask(GOODS, 'server:9000,server:9001')
    const answers = (await lines()).filter((line) => line.includes('costs'))
    expect(answers).toEqual(GOODS.map((name) => `${name} costs ${name.length} euros at port 9001`))
  })

  of(5, 5, 'uses both servers', async ({ ask, serve }) => {
    await serve(9000)
    await serve(9001)
    const { lines } = await ask(GOODS, 'server:9000,server:9001')
    const ports = (await lines()).map((line) => line.slice(-4))
    expect(new Set(ports)).toEqual(new Set(['9000', '9001']))
  })
})
