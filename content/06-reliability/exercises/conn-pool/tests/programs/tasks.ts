/** Tasks for `Pool.use`, which takes a function: no function can come from a test. */
import type { PoolOptions } from '../contract.ts'

const { Pool } = (await import('./pool.ts' as string)) as typeof import('../../solution/pool.ts')

/** A task that throws, and then one that asks. */
export async function failThenAsk(options: PoolOptions, line: string): Promise<{ failure: string; answer: string }> {
  const pool = new Pool(options)
  const failing = pool.use(async () => {
    throw new Error('the task failed')
  })
  const failure = await failing.catch((error: Error) => error.message)
  return { failure, answer: await pool.use((connection) => connection.ask(line)) }
}
