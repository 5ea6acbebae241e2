/**
 * A process here and Node itself run the same programs: output, order of events, errors and exit codes are equal, byte for byte. The
 * programs leave out what is no promise of Node's: which of two connections' events comes first, and how long anything takes.
 */
import { describe, expect, it } from 'vitest'
import { missing } from '../support/requirements.ts'
import { comparable, differenceOn } from './program.ts'
import { PROGRAMS } from './programs.ts'
import { runReal } from './real.ts'
import { runSimulated } from './simulated.ts'

/** V8 of Node 24. The library is the pinned Node's in any case; the engine is that of the Node that runs this. */
const platform = process.versions.v8.startsWith('13.6.') ? 'simulated' : 'newer engine'

describe.skipIf(missing('pinned Node'))('a simulated process does what Node does', { concurrent: true }, () => {
  for (const [name, program] of PROGRAMS) {
    const reason = differenceOn(platform, program)
    it(reason === undefined ? name : `${name} differs: ${reason}`, { timeout: 120_000 }, async () => {
      const [simulated, real] = await Promise.all([runSimulated(program), runReal(program)])
      const expected = comparable(real, program)
      if (reason === undefined) expect(comparable(simulated, program)).toEqual(expected)
      else expect(comparable(simulated, program)).not.toEqual(expected)
    })
  }
})
