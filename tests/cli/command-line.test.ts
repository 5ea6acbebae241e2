/** The command itself: its verbs, and the Node under which it starts. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { checkProse } from '#grader/check/prose/index.ts'
import { smallExercise } from '../grader/small-exercise.ts'
import { missing } from '../support/requirements.ts'
import { ackademy, here, root } from './command.ts'

vi.setConfig({ testTimeout: 60_000 })

describe('ackademy', () => {
  test('without a verb explains itself and ends with 2; with --help it ends with 0', async () => {
    const [bare, help] = await Promise.all([ackademy([]), ackademy(['--help'])])
    expect(bare.stdout).toMatch(/^Usage: ackademy COMMAND …\n\n {2}start/)
    expect(help).toEqual({ ...bare, status: 0 })
    expect(bare.status).toBe(2)
  })

  test('has the verbs that a prompt may speak of', async () => {
    const { stdout } = await here(['--help'])
    const verbs = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, verb]) => verb)
    expect(verbs.length).toBeGreaterThan(8)
    const prompt = verbs.map((verb) => `Type \`ackademy ${verb}\`.`).join('\n')
    const sentences = checkProse({ ...smallExercise({ tests: '', ids: ['v1'] }), prompt }).map(
      ({ sentence }) => sentence,
    )
    expect(sentences).toEqual([])
  })

  test('does not know every verb', async () => {
    const { status, stdout, stderr } = await ackademy(['runn'])
    expect(stderr).toMatch(/^ackademy: unknown command "runn"; did you mean "run"\?\n\nUsage: /)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  })

  test.each(['start', 'build', 'run', 'grade', 'replay', 'surprise', 'check', 'new', 'export', 'packetdrill', 'image'])(
    '%s --help',
    async (verb) => {
      const { status, stdout, stderr } = await here([verb, '--help'])
      expect(stdout).toMatch(new RegExp(`^Usage: ackademy ${verb}`))
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    },
  )

  test.each(['start', 'build', 'run', 'grade', 'submit', 'replay', 'surprise', 'check', 'packetdrill', 'image'])(
    '%s with an option that it does not have',
    async (verb) => {
      const { status, stderr } = await here([verb, '--nonsense'])
      expect(stderr).toBe(`ackademy ${verb}: Unknown option '--nonsense' (see ackademy ${verb} --help)\n`)
      expect(status).toBe(2)
    },
  )
})

describe('a machine whose Node is', () => {
  const ensure = pathToFileURL(join(root, 'scripts/ensure.mjs')).href
  /** Starts the command as some other machine would. */
  const startAs = (machine: { platform?: string; node: string }, call: string) => {
    const pretend = `
      Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${machine.node}' } })
      Object.defineProperty(process, 'platform', { value: '${machine.platform ?? process.platform}' })
      const ensure = await import('${ensure}')
      ${call}`
    return spawnSync(process.execPath, ['--input-type=module', '--eval', pretend], { encoding: 'utf8' })
  }

  test.each(['24.0.0', '24.21.0', '26.10.0'])('%s runs the platform itself', (node) => {
    const { stdout, stderr } = startAs({ node }, `console.log(ensure.nodeToRun() === process.execPath)`)
    expect({ stdout, stderr }).toEqual({ stdout: 'true\n', stderr: '' })
  })

  test.skipIf(missing('pinned Node'))('older than 24 goes on under the pinned one that npm installed', () => {
    const { stdout, stderr } = startAs({ node: '20.0.0' }, `console.log(ensure.nodeToRun())`)
    expect(stderr).toBe('')
    expect(spawnSync(stdout.trim(), ['--version'], { encoding: 'utf8' }).stdout).toBe('v24.21.0\n')
  })

  test('older than 24, where npm has none for the platform: what is missing, and two ways out', () => {
    const { status, stdout, stderr } = startAs({ node: '22.0.0', platform: 'sunos' }, `ensure.nodeToRun()`)
    expect(stderr).toMatch(
      /^Ackademy needs Node 24 or newer; this is Node 22.0.0, and npm has no node-sunos-\w+@24.21.0 .*\nInstall Node 24 .*Docker:\n {2}docker run /,
    )
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  })
})
