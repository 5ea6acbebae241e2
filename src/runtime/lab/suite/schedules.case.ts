import { expect } from 'vitest'
import type { Lab, Schedule } from '../api/index.ts'
import type { SpecGroup } from './spec.fixture.ts'

const PIECES = ['PING\r\n', 'costs 5 €\n', 'PING\n']
const TEXT = PIECES.join('')

async function segments(lab: Lab): Promise<string[]> {
  const listener = await lab.host('server').listen(9000)
  const [client, server] = await Promise.all([lab.host('client').connect('server', 9000), listener.accept()])
  await client.send(PIECES)
  await client.end()
  expect(await server.rest()).toBe(TEXT)
  const sent = await lab.capture('tcp.len > 0 && tcp.dstport == 9000', { on: 'client:eth0' }).all()
  return sent.map(({ text }) => text)
}

const under = (schedule: Schedule) => ({ schedule })

export const scheduleSpecs: SpecGroup = (spec) => {
  spec('whole keeps the pieces', under({ kind: 'whole' }), async ({ lab, evidence }) => {
    expect(await segments(lab)).toEqual(PIECES)
    expect((await evidence()).schedule).toEqual([])
  })

  spec('dribble sends single bytes', under({ kind: 'dribble' }), async ({ lab }) => {
    expect(await segments(lab)).toHaveLength(Buffer.byteLength(TEXT))
  })

  spec(
    'coalesce joins all that was sent since the last wait',
    under({ kind: 'coalesce' }),
    async ({ lab, evidence }) => {
      expect(await segments(lab)).toEqual([TEXT])
      expect((await evidence()).schedule).toEqual([{ kind: 'explicit', cut: [], join: [6, 18], connection: 1 }])
    },
  )

  spec(
    'split cuts before, within and after delimiters',
    under({ kind: 'split', around: ['€'] }),
    async ({ lab, evidence }) => {
      expect(await segments(lab)).toHaveLength(7)
      expect((await evidence()).schedule).toEqual([
        { kind: 'explicit', cut: [14, 15, 16, 17], join: [], connection: 1 },
      ])
    },
  )

  spec(
    'random cuts differ by seed and are the same for one',
    under({ kind: 'random', seed: 3 }),
    async ({ lab, evidence }) => {
      const sent = await segments(lab)
      const [applied] = (await evidence()).schedule
      expect(sent.length).toBe(3 + applied!.cut.length - applied!.join.length)
    },
  )

  spec(
    'an explicit schedule is a difference from whole',
    under({ kind: 'explicit', cut: [16], join: [6] }),
    async ({ lab, evidence }) => {
      const sent = await segments(lab)
      expect(sent.map((text) => Buffer.byteLength(text) > 0 && text.length)).toHaveLength(3)
      expect((await evidence()).schedule).toEqual([{ kind: 'explicit', cut: [16], join: [6], connection: 1 }])
    },
  )

  spec(
    'an explicit schedule for another connection leaves this one alone',
    under({ kind: 'explicit', cut: [16], join: [], connection: 2 }),
    async ({ lab }) => {
      expect(await segments(lab)).toEqual(PIECES)
    },
  )
}
