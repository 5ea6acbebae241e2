/** `ackademy wrong`: from wrong.yaml to a program and back. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
const wrongYaml = () => readFileSync(inside(`${SHOUT}/wrong.yaml`), 'utf8')

function write(path: string, text: string): void {
  mkdirSync(dirname(inside(path)), { recursive: true })
  writeFileSync(inside(path), text)
}

/** The exercise that `ackademy new` writes, and the program of its wrong.yaml as a working copy. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-wrong-'))
  for (const [path, text] of Object.entries({ ...exerciseFiles('shout', 'Shout'), ...moduleFiles('12-new', 'New') }))
    write(path, text)
  expect(await here(['wrong', 'show', exercise(), 'chunk', '--out', inside('copy')])).toMatchObject({ status: 0 })
})
afterEach(() => rmSync(folder, { recursive: true }))

const capture = (...args: string[]) => here(['wrong', 'capture', exercise(), ...args])
const change = (from: string, to: string) => {
  const text = readFileSync(inside('copy/server.ts'), 'utf8')
  expect(text).toContain(from)
  write('copy/server.ts', text.replace(from, to))
}

describe('ackademy wrong show', () => {
  test('prints the program: the solution with its edits made', async () => {
    const { status, stdout } = await here(['wrong', 'show', exercise(), 'chunk'])
    expect(status).toBe(0)
    expect(stdout).toContain("socket.on('data', (text) => {\n    socket.write(")
    expect(stdout).not.toContain('rest')
  })

  test('writes it to be run and graded, with the parameters that it imports', async () => {
    const { stdout } = await here(['wrong', 'show', exercise(), 'chunk'])
    expect(readFileSync(inside('copy/server.ts'), 'utf8')).toBe(stdout)
    expect(readFileSync(inside('copy/params.ts'), 'utf8')).toContain('port: 9000')
    const graded = await here(['grade', '--unsandboxed', exercise(), inside('copy')])
    expect(graded.status).toBe(1)
    expect(graded.stdout).toContain('Your server answered before the line was complete.')
  }, 60_000)

  test('overwrites no working copy', async () => {
    const { status, stderr } = await here(['wrong', 'show', exercise(), 'chunk', '--out', inside('copy')])
    expect(status).toBe(2)
    expect(stderr).toContain('expected a new or empty folder; nothing was written')
  })

  test('names what there is instead of a name that is none', async () => {
    const { status, stderr } = await here(['wrong', 'show', exercise(), 'chnuk'])
    expect(status).toBe(2)
    expect(stderr).toBe('ackademy wrong: shout has no wrong program "chnuk"; did you mean "chunk"?\nit has chunk\n')
  })
})

describe('ackademy wrong capture', () => {
  test('of an unchanged copy leaves the program as it was', async () => {
    const before = await here(['wrong', 'show', exercise(), 'chunk'])
    expect(await capture('chunk', inside('copy'))).toMatchObject({ status: 0 })
    expect(await here(['wrong', 'show', exercise(), 'chunk'])).toEqual(before)
  })

  test('replaces the edits and keeps the claim and the comments', async () => {
    write(`${SHOUT}/wrong.yaml`, wrongYaml().replace('hint: chunk', 'hint: chunk # the first mistake of all'))
    change("socket.setEncoding('utf8')", "socket.setEncoding('latin1')")
    const { status, stdout } = await capture('chunk', inside('copy'))
    expect([status, stdout]).toEqual([0, `${exercise()}/wrong.yaml: chunk\n  server.ts: 1 edit\n`])
    expect(wrongYaml()).toContain('    passes: [v1, h2/whole]\n    hint: chunk # the first mistake of all\n')
    const shown = await here(['wrong', 'show', exercise(), 'chunk'])
    expect(shown.stdout).toBe(readFileSync(inside('copy/server.ts'), 'utf8'))
  })

  test('writes a new one with its claim', async () => {
    const claim = ['--idea', 'Answers late.', '--fails', 'v1', '--fails', 'h2/*', '--hint', 'silent']
    expect(await capture('late', inside('copy'), ...claim)).toMatchObject({ status: 0 })
    expect(wrongYaml()).toContain(
      '\n\n  late:\n    idea: Answers late.\n    fails: [v1, h2/*]\n    hint: silent\n    edits:\n      server.ts:\n',
    )
  })

  test('keeps a rewritten file whole, and takes it away when edits do again', async () => {
    const edited = readFileSync(inside('copy/server.ts'), 'utf8')
    write('copy/server.ts', Array.from({ length: 30 }, (_, i) => `console.log(${i})\n`).join(''))
    expect((await capture('chunk', inside('copy'))).stdout).toContain('server.ts: whole')
    expect(wrongYaml()).toContain('    hint: chunk\n    files: [server.ts]\n')
    const whole = inside(`${SHOUT}/wrong/chunk/server.ts`)
    expect(readFileSync(whole, 'utf8')).toBe(readFileSync(inside('copy/server.ts'), 'utf8'))
    write('copy/server.ts', edited)
    await capture('chunk', inside('copy'))
    expect(wrongYaml()).not.toContain('files:')
    expect(readdirSync(dirname(whole))).toEqual([])
  })

  test.each([
    [
      'a new one without a claim',
      () => capture('late', inside('copy')),
      'shout has no wrong program "late" yet, expected its claim as well: --idea TEXT --fails ID --hint ID',
    ],
    [
      'a hint that is none',
      () => capture('chunk', inside('copy'), '--hint', 'chnuk'),
      'mistakes.chunk.hint: found "chnuk", expected an id of hints.yaml: ',
    ],
    ['the solution itself', () => capture('chunk', inside(`${SHOUT}/solution`)), 'is the solution of shout'],
    ['a folder that is not there', () => capture('chunk', inside('nowhere')), 'there is no folder'],
    ['no folder', () => capture('chunk'), 'expected an exercise, a name and the folder of a working copy'],
  ])('refuses %s, and writes nothing', async (_, command, sentence) => {
    const before = wrongYaml()
    const { status, stderr } = await command()
    expect(stderr).toContain(sentence)
    expect(status).toBe(2)
    expect(wrongYaml()).toBe(before)
  })
})
