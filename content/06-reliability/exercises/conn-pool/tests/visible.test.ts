import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { answer, opened, test } from './setup.ts'

test('v1 twice as many tasks as connections', async ({ lab, pool, server }) => {
  const p = await pool()
  const tasks = times(2 * params.max, async (i) => {
    const connection = await p.acquire()
    const reply = await connection.ask(`task ${i}`)
    await p.release(connection)
    return reply
  })
  const serving = times(params.max, async () => {
    const connection = await server.accept()
    for (let n = 0; n < 2; n++) await answer(connection)
  })
  const [replies] = await Promise.all([Promise.all(tasks), Promise.all(serving)])
  expect(replies).toEqual(times(2 * params.max, (i) => `task ${i}!`))
  expect(await opened(lab).count()).toBe(params.max)
})
