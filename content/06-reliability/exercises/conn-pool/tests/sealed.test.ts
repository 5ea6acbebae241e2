import { expect, seededValues, type TcpPeer, times } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

const TASKS = 60

test('h22 nobody gets another task’s answer, and no place is lost', { waits: '30s' }, async ({ lab, pool, server }) => {
  const draw = seededValues(lab, 'tasks')
  let open = 0
  let most = 0
  const serve = async (peer: TcpPeer) => {
    most = Math.max(most, ++open)
    for (;;) {
      const line = await peer.line()
      await lab.clock.advance(draw.integer(1, 60))
      // What a connection ends with, or gets without having asked.
      const trouble = draw.integer(0, 9)
      if (trouble < 2) {
        open--
        return trouble === 0 ? peer.reset() : peer.end()
      }
      await peer.send(trouble === 2 ? `${line}!\nfor somebody else\n` : `${line}!\n`)
    }
  }
  const acceptAll = async () => {
    for (;;) serve(await server.accept()).catch(() => open--)
  }
  acceptAll().catch(() => {})
  const p = await pool({ acquireMs: 20_000 })
  const tasks = times(TASKS, async (i) => {
    await lab.clock.advance(draw.integer(0, 2_000))
    const connection = await p.acquire()
    const answer = await connection.ask(`task ${i}`).catch(() => 'lost')
    await p.release(connection)
    return answer === `task ${i}!` || answer === 'lost' ? 'its own or none' : `task ${i} got ${answer}`
  })
  const own = times(TASKS, () => 'its own or none')
  await expect(Promise.all(tasks), 'the answers that 60 tasks got').toEqual(own)
  expect(most, { about: 'the most connections at a time', unit: 'connections' }).toBeLessThanOrEqual(params.max)
})
