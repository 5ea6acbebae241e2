/** A worker of the runner: runs one test after another on the simulated host, as it is told. */
import v8 from 'node:v8'
import { runSimulated } from './simulated.ts'
import type { SuiteTest } from './suite.ts'

/** Options that change the language itself, not only what Node does with it. */
const OF_THE_ENGINE = ['--allow-natives-syntax', '--harmony-temporal']

process.on('message', ({ folder, test }: { folder: string; test: SuiteTest }) => {
  for (const flag of OF_THE_ENGINE)
    v8.setFlagsFromString(
      test.flags.some((given) => given.replaceAll('_', '-') === flag) ? flag : flag.replace('--', '--no-'),
    )
  runSimulated(folder, test).then(
    (result) => process.send!(result),
    (error: Error) =>
      process.send!({ status: 'failed', detail: `the runtime threw: ${error.message}`, output: String(error.stack) }),
  )
})
process.on('disconnect', () => process.exit())
