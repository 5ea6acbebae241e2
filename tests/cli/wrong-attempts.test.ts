/** `ackademy wrong` on attempts: from attempts.yaml to a program and back. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { moduleFiles } from '#cli/new/templates/course.ts'
import { exerciseFiles } from '#cli/new/templates/exercise.ts'
import { here } from './command.ts'

let folder = ''
const inside = (path: string) => join(folder, path)
const SHOUT = 'exercises/shout'
const exercise = () => inside(SHOUT)
const attemptsYaml = () => readFileSync(inside(`${SHOUT}/attempts/attempts.yaml`), 'utf8')

function write(path: string, text: string): void {
  mkdirSync(dirname(inside(path)), { recursive: true })
  writeFileSync(inside(path), text)
}

const show = async (name: string) => (await here(['wrong', 'show', exercise(), name])).stdout
const capture = (...args: string[]) => here(['wrong', 'capture', exercise(), ...args])

const lines = (text: string) => Array.from({ length: 30 }, (_, i) => `console.log('${text}', ${i})\n`).join('')
const ATTEMPTS = `version: 1
attempts:
  - { name: whole, verdict: right, truth: It is kept whole. } # the first of all
  - name: edited
    verdict: wrong
    truth: It counts from 100.
    like: whole
    edits:
      server.ts:
        - find: "', 0)"
          put: "', 100)"
`

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-attempts-'))
  for (const [path, text] of Object.entries({ ...exerciseFiles('shout', 'Shout'), ...moduleFiles('12-new', 'New') }))
    write(path, text)
  write(`${SHOUT}/attempts/attempts.yaml`, ATTEMPTS)
  write(`${SHOUT}/attempts/whole/server.ts`, lines('a'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('ackademy wrong show attempts/NAME', () => {
  test('prints the program: the one that it is like with its edits made', async () => {
    expect(await show('attempts/edited')).toBe(lines('a').replace(', 0)', ', 100)'))
  })

  test('names what there is instead of a name that is none', async () => {
    const { status, stderr } = await here(['wrong', 'show', exercise(), 'attempts/edted'])
    expect([status, stderr]).toEqual([
      2,
      'ackademy wrong: shout has no attempt "attempts/edted"; did you mean "attempts/edited"?\nit has attempts/whole, attempts/edited\n',
    ])
  })
})

describe('ackademy wrong capture attempts/NAME', () => {
  test('stores edits of the closest program, and keeps the truth', async () => {
    const wanted = lines('a').replace(', 7)', ', 700)')
    write('copy/server.ts', wanted)
    const { status, stdout } = await capture('attempts/edited', inside('copy'))
    expect([status, stdout]).toEqual([0, `${exercise()}/attempts/attempts.yaml: edited\n  edited: edits of whole\n`])
    expect(await show('attempts/edited')).toBe(wanted)
    expect(attemptsYaml()).toContain('truth: It counts from 100.\n    like: whole\n')
  })

  test('leaves the programs alone that are edits of it', async () => {
    const before = await show('attempts/edited')
    write('copy/server.ts', lines('b'))
    expect((await capture('attempts/whole', inside('copy'))).stdout).toContain('  whole: whole\n  edited: whole\n')
    expect(await show('attempts/whole')).toBe(lines('b'))
    expect(await show('attempts/edited')).toBe(before)
    expect(attemptsYaml()).not.toContain('edits:')
    expect(attemptsYaml()).toContain('# the first of all')
  })

  test('takes its folder away when it is close to another program', async () => {
    write('copy/server.ts', `${readFileSync(inside(`${SHOUT}/solution/server.ts`), 'utf8')}// the end\n`)
    expect((await capture('attempts/whole', inside('copy'))).stdout).toContain('  whole: edits of solution\n')
    expect(existsSync(inside(`${SHOUT}/attempts/whole/server.ts`))).toBe(false)
  })

  test.each([
    ['a name that is none', ['attempts/nobody'], 'shout has no attempt "attempts/nobody"'],
    ['a claim', ['attempts/whole', '--hint', 'silent'], 'found --hint for attempts/whole, expected none'],
  ])('refuses %s, and writes nothing', async (_, [name, ...options], sentence) => {
    write('copy/server.ts', lines('b'))
    const { status, stderr } = await capture(name!, inside('copy'), ...options)
    expect(stderr).toContain(sentence)
    expect(status).toBe(2)
    expect(attemptsYaml()).toBe(ATTEMPTS)
  })
})
