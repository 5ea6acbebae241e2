/** The linux backend passes Lab's shared suite. Programs run without a jail here: the jail is proven where it is, in the image. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { connectSession, inProcessPorts, readTopology, serveLab } from '../../src/runtime/lab/index.ts'
import { type BackendUnderTest, testLabBackend, testMiddleboxes } from '../../src/runtime/lab/lab.case.ts'
import { openLinuxBackend, type ProgramLauncher } from '../../src/runtime/lab/linux/index.ts'
import { loadDriverFiles } from '../../src/runtime/lab/on-disk/index.ts'
import { missing } from '../support/requirements.ts'

const scratch = mkdtempSync(join(tmpdir(), 'ackademy-linux-'))
/** A copy: this Node itself may lie below a folder that the program's own root hides. */
const node = join(scratch, 'node')

/** A mount namespace of the program's own, so that it finds its files where they are in the jail. */
const unjailed: ProgramLauncher = {
  scratch,
  generations: 0,
  command(program, { namespace, folders, hostsFile }) {
    const binds = Object.entries(folders).map(
      ([name, folder]) => `mkdir -p /${name} && mount --bind ${folder} /${name}`,
    )
    const script = [...binds, `mount --bind ${hostsFile} /etc/hosts`, 'cd /work', 'exec "$@"'].join(' && ')
    const args = [`--net=${namespace}`, 'unshare', '--mount', 'sh', '-c', script, 'sh', node, ...program.argv.slice(1)]
    return { file: 'nsenter', args }
  },
}

describe.skipIf(missing('namespaces'))('on Linux', () => {
  beforeAll(() => copyFileSync(process.execPath, node))
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))
  const backend: BackendUnderTest = {
    name: 'linux',
    open({ topology, params, submission, programs, ...options }) {
      const [testSide, worldSide] = inProcessPorts()
      const description = readTopology(topology.file, topology.text, params)
      serveLab(
        openLinuxBackend({
          ...options,
          description,
          launcher: unjailed,
          files: { submission, programs },
          loadDriver: loadDriverFiles(),
        }),
        worldSide,
      )
      return connectSession(testSide)
    },
  }
  testLabBackend({
    ...backend,
    skip: [
      {
        test: 'a test reads what a program wrote, and writes what a program reads',
        reason: 'on Linux each program has a folder of its own, read-only',
      },
    ],
  })
  testMiddleboxes(backend)
})
