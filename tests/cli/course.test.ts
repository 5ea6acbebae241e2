/** A course in a folder of its own, outside of the platform. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import type { Report } from '#grader'
import { ackademy, here, root } from './command.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let folder = ''
const mine = (path = '') => join(folder, 'mine', path)
const text = (path: string) => readFileSync(mine(path), 'utf8')
let written = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-own-'))
  const { status, stdout } = await here(['new', 'course', join(folder, 'mine'), '--title', 'My course'])
  expect(status).toBe(0)
  written = stdout
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('ackademy new course', () => {
  test('lists what it wrote and what to do next', () => {
    const [files = '', next] = written.split('\n\nNext: ')
    for (const name of ['course.yaml', 'package.json', 'README.md', '.github/workflows/check.yml', '.gitlab-ci.yml'])
      expect(files).toContain(`mine/${name}`)
    expect(next).toBe(`cd ${join(folder, 'mine')} && npm install && npx ackademy check\n`)
  })

  test('depends on the platform and on nothing else', () => {
    const { dependencies, devDependencies } = JSON.parse(text('package.json'))
    expect(Object.keys(dependencies)).toEqual(['ackademy'])
    expect(join(mine(), dependencies.ackademy.slice('file:'.length), '/')).toBe(root)
    expect(devDependencies).toBeUndefined()
  })

  test('takes the platform that package.json names from --platform', async () => {
    const other = join(folder, 'other')
    await here(['new', 'course', other, '--platform', '0.2.0'])
    expect(JSON.parse(readFileSync(join(other, 'package.json'), 'utf8')).dependencies).toEqual({ ackademy: '0.2.0' })
  })

  test.each(['.github/workflows/check.yml', '.gitlab-ci.yml'])('has %s run the check', (file) => {
    expect(() => parse(text(file))).not.toThrow()
    expect(text(file)).toMatch(/^\s*- (?:run: )?npx ackademy check --backend simulated$/m)
  })

  test('names the schemas of the installed platform', () => {
    expect(text('01-first-steps/exercises/first-echo/exercise.yaml')).toContain(
      '$schema=../../../node_modules/ackademy/schemas/exercise.schema.json',
    )
    expect(existsSync(join(root, 'schemas/exercise.schema.json'))).toBe(true)
  })

  test('overwrites no course', async () => {
    const { status, stderr } = await here(['new', 'course', mine()])
    expect(status).toBe(2)
    expect(stderr).toContain('exists already; nothing was written')
  })
})

describe('in the folder of a course', () => {
  test('check checks that course: its exercises, and no other', async () => {
    const { status, stdout, stderr } = await ackademy(['check', '--backend', 'simulated', '--json'], { cwd: mine() })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { exercises } = JSON.parse(stdout)
    expect(
      exercises.map(({ exercise, passed }: { exercise: string; passed: boolean }) => ({ exercise, passed })),
    ).toEqual([{ exercise: 'first-echo', passed: true }])
  })

  test('grade finds an exercise by its id, also from a folder below', async () => {
    const exercise = mine('01-first-steps/exercises/first-echo')
    const args = ['grade', '--unsandboxed', 'first-echo', 'solution']
    expect(await ackademy(args, { cwd: exercise })).toMatchObject({ status: 0 })
    expect(await ackademy(args.with(3, 'starter'), { cwd: exercise })).toMatchObject({ status: 1 })
  })

  test('what a test does not await fails that test, and ends nothing else', async () => {
    const file = mine('01-first-steps/exercises/first-echo/tests/visible.test.ts')
    const written = readFileSync(file, 'utf8')
    writeFileSync(
      file,
      `${written}
test('v2 forgets to await its last assertion', async ({ client }) => {
  expect(client.ask('hello\\n'), 'the answer to hello').toBe('nothing')
})
test('v3 throws where nobody listens', async () => {
  void Promise.reject(new Error('lost'))
})
test('v4 is as it should be', async () => {})
`,
    )
    try {
      const args = ['grade', '--unsandboxed', '--format', 'json', 'first-echo', 'solution']
      const { stdout, stderr } = await ackademy(args, { cwd: mine('01-first-steps/exercises/first-echo') })
      expect(stderr).toMatch(/^Graded by the course in .*\n$/)
      const report = JSON.parse(stdout) as Report
      const [v1, v2, v3, v4, ...others] = report.tests
      expect([v1, v4, ...others].map((one) => one?.status)).toEqual([v1, v4, ...others].map(() => 'passed'))
      expect([v2?.status, v3?.status]).toEqual(['failed', 'platform-error'])
      expect(v2?.evidence?.sentence).toBe("The answer to hello is 'echo: hello', expected 'nothing'.")
      expect(v3?.reason).toBe('The test itself threw Error: lost (visible.test.ts:14)')
    } finally {
      writeFileSync(file, written)
    }
  })

  test('new adds to that course', async () => {
    const { status, stdout } = await ackademy(['new', 'exercise', 'second', '--module', '01'], { cwd: mine() })
    expect({ status, stdout }).toMatchObject({ status: 0 })
    expect(stdout).toContain('01-first-steps/exercises/second/exercise.yaml')
    expect(existsSync(mine('01-first-steps/exercises/second/exercise.yaml'))).toBe(true)
    rmSync(mine('01-first-steps/exercises/second'), { recursive: true })
  })
})

describe('--course', () => {
  test.each([
    ['apart', () => ['--course', mine()]],
    ['joined', () => [`--course=${mine()}`]],
  ])('chooses the course from anywhere, its value %s', async (_, words) => {
    const { status, stderr } = await here(['grade', ...words(), 'first-ecko', '.'])
    expect(status).toBe(2)
    expect(stderr).toContain('there is no exercise "first-ecko"; did you mean "first-echo"?')
  })

  test('holds for submissions that are graded at the same time', async () => {
    const submissions = ['starter', 'solution'].map((name) => mine(`01-first-steps/exercises/first-echo/${name}`))
    const words = ['--course', mine(), '--unsandboxed', '--jobs', '2', '--format', 'json', 'first-echo']
    const { stdout, stderr } = await ackademy(['grade', ...words, ...submissions])
    expect(stderr).toBe('')
    const reports = JSON.parse(stdout) as Report[]
    expect(reports.map(({ tests }) => tests.every((test) => test.status === 'passed'))).toEqual([false, true])
  })

  test('without it, elsewhere, the shipped course is meant', async () => {
    const { stderr } = await here(['grade', 'first-ecko', '.'])
    expect(stderr).toContain('tcp-echo-line')
  })

  test('is explained by each verb that has it', async () => {
    for (const verb of ['grade', 'check', 'new', 'wrong', 'export'])
      expect((await here([verb, '--help'])).stdout).toContain('--course DIR')
  })

  test.each([
    ['no folder', ['--course'], '--course: expected the folder of a course: --course my-course'],
    ['a folder without course.yaml', ['--course', tmpdir()], 'has no course.yaml, expected a course'],
  ])('says what is wrong with %s', async (_, words, message) => {
    const { status, stderr } = await here(['check', ...words])
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })

  test('names file, line and field of a mistake in course.yaml', async () => {
    const broken = join(folder, 'broken')
    mkdirSync(broken)
    writeFileSync(join(broken, 'course.yaml'), text('course.yaml').replace('extends: []', 'extendz: []'))
    const { status, stderr } = await here(['check', '--course', broken])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^ackademy check: broken\/course.yaml:\d+:1: .*extendz.*did you mean "extends"/)
  })
})

describe('a submission with a course.yaml', () => {
  test('does not choose the exercise that judges it', async () => {
    const { status, stderr } = await ackademy(['grade', '--unsandboxed', 'first-echo', '.'], { cwd: mine() })
    expect(status).toBe(2)
    expect(stderr).toBe(
      `ackademy grade: the course ${mine().replace(/\/$/, '')} is inside the submission .; name the course that grades it: --course DIR\n`,
    )
  })

  test('is named when it is above the graded folder', async () => {
    const cwd = mine('01-first-steps/exercises/first-echo')
    const { stderr } = await ackademy(['grade', '--unsandboxed', 'first-echo', 'solution'], { cwd })
    expect(stderr).toBe(`Graded by the course in ${mine().replace(/\/$/, '')}. Another one: --course DIR\n`)
  })
})
