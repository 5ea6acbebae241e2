/** Lab's shared suite on the linux backend. Programs run without a jail here: the jail is tested in its image. */
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe } from 'vitest'
import { connectSession, inProcessPorts, readTopology, serveLab } from '#lab'
import { type BackendUnderTest, testLabBackend } from '#lab/lab.case.ts'
import { openLinuxBackend, type ProgramLauncher } from '#lab/linux/index.ts'
import { loadDriverFiles } from '#lab/on-disk/index.ts'
import { missing } from '../support/requirements.ts'

const scratch = mkdtempSync(join(tmpdir(), 'ackademy-linux-'))
/** A copy: this Node itself may be in a folder that the program's own root hides. */
const node = join(scratch, 'node')
/** The folder that the jail shows a program as /ackademy. */
const platform = join(scratch, 'platform')

/** Fills it with `ackademy:sockets`, from the sources, and koffi, which can't be bundled. */
function layPlatform(): void {
  const modules = join(import.meta.dirname, '../../node_modules')
  for (const name of ['koffi', `@koromix/koffi-linux-${process.arch}`])
    cpSync(join(modules, name), join(platform, 'node_modules', name), { recursive: true, dereference: true })
  const entries = { learner: 'ci-runner/harness/learner.ts', sockets: 'src/runtime/sockets/linux/learner.ts' }
  for (const [name, entry] of Object.entries(entries))
    buildSync({
      entryPoints: [join(import.meta.dirname, '../..', entry)],
      outfile: join(platform, `${name}.mjs`),
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['koffi'],
    })
}

/** Launcher with a mount namespace in which the program finds its files where the jail has them, and a UTS namespace for its host's name. */
const unjailed: ProgramLauncher = {
  scratch,
  generations: 0,
  command(program, { namespace, folders, hostsFile, rawSockets }) {
    const binds = Object.entries({ ...folders, ackademy: platform }).map(
      ([name, folder]) => `mkdir -p /${name} && mount --bind ${folder} /${name}`,
    )
    const host = [`hostname ${program.hostname}`, `mount --bind ${hostsFile} /etc/hosts`]
    const script = [...binds, ...host, 'cd /work', 'exec "$@"'].join(' && ')
    const rights = rawSockets ? [] : ['setpriv', '--bounding-set=-net_raw', '--inh-caps=-net_raw']
    const run = [...rights, node, '--import=/ackademy/learner.mjs', ...program.argv.slice(1)]
    return {
      file: 'nsenter',
      args: [`--net=${namespace}`, 'unshare', '--mount', '--uts', 'sh', '-c', script, 'sh', ...run],
    }
  },
}

describe.skipIf(missing('namespaces'))('on Linux', () => {
  beforeAll(() => {
    copyFileSync(process.execPath, node)
    layPlatform()
  })
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
})
