/** The same submissions that cheat or are unlucky as in simulated worlds, on real kernels in the jail. */
import { afterAll, describe, test, vi } from 'vitest'
import { expectTold, SUBMISSIONS } from '../grader/dishonest.fixture.ts'
import { missing } from '../support/requirements.ts'
import { Grader } from './support.ts'

vi.setConfig({ testTimeout: 300_000, maxConcurrency: 20 })

const grader = new Grader()
afterAll(() => grader.close())

describe.skipIf(missing('docker')).concurrent('on a real kernel', () => {
  test.for(SUBMISSIONS)('a submission that $does is told so', async (submission, context) => {
    const { files, told } = submission
    const report = await grader.grade(context, 'tcp-echo-line', { files, backend: 'linux', tests: Object.keys(told) })
    expectTold(report, submission, 'linux')
  })
})
