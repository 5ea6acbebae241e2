/** Tasks for `Pool.use`, which takes a function: no function can come from a test. */
import type { PoolOptions } from '../contract.ts'

const { Pool } = (await import('./pool.ts' as string)) as typeof import('../../solution/pool.ts')

/** A task that throws, and then two that ask. */
export async function failThenAsk(options: PoolOptions): Promise<{ failure: string; answers: string[] }> {
  const pool = new Pool(options)
  const failing = pool.use(async () => {
    throw new Error('the task failed')
  })
  const failure = await failing.catch((error: Error) => error.message)
  const answers = [
    await pool.use((connection) => connection.ask('one')),
    await pool.use((connection) => connection.ask('two')),
  ]
  return { failure, answers }
}
