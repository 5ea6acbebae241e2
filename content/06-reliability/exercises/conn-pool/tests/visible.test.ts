import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { answerAll, opened, test } from './setup.ts'

test('v1 twice as many tasks as connections', async ({ lab, pool, server }) => {
  const p = await pool()
  answerAll(server).catch(() => {})
  const tasks = times(2 * params.max, async (i) => {
    const connection = await p.acquire()
    const reply = await connection.ask(`task ${i}`)
    await p.release(connection)
    return reply
  })
  const answers = times(2 * params.max, (i) => `task ${i}!`)
  await expect(Promise.all(tasks), 'the answers to all tasks').toEqual(answers)
  expect(await opened(lab).count(), 'the number of connections that your pool opened').toBe(params.max)
})
