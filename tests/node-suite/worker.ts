/** A worker of the runner: runs one test after another on the simulated host, as it is told. */
import { runSimulated } from './simulated.ts'
import type { SuiteTest } from './suite.ts'

process.on('message', ({ folder, test }: { folder: string; test: SuiteTest }) => {
  runSimulated(folder, test).then(
    (result) => process.send!(result),
    (error: Error) =>
      process.send!({ status: 'failed', detail: `the runtime threw: ${error.message}`, output: String(error.stack) }),
  )
})
process.on('disconnect', () => process.exit())
