/** Runs every command of docs/own-course.md, in its order, and uses the YAML that it shows. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { ackademy, root } from './command.ts'

vi.setConfig({ testTimeout: 120_000 })

const page = readFileSync(join(root, 'docs/own-course.md'), 'utf8')
const fences = [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
const blocks = (kind: string) => fences.filter(([, named]) => named === kind).map(([, , text]) => text!)
const commands = blocks('sh').flatMap((block) => block.trim().split('\n'))

const parent = mkdtempSync(join(tmpdir(), 'ackademy-page-'))
/** Stands for the platform's folder: what is beside it is the reader's. */
const platform = join(parent, 'platform')
mkdirSync(platform)
symlinkSync(join(root, 'package.json'), join(platform, 'package.json'))
afterAll(() => rmSync(parent, { recursive: true }))

const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!)

describe('docs/own-course.md', () => {
  test('has commands', () => expect(commands.length).toBeGreaterThan(6))

  test.each(commands)('%s', async (line) => {
    const [npx, name, ...args] = words(line)
    expect([npx, name]).toEqual(['npx', 'ackademy'])
    const { status, stderr } = await ackademy(args, { cwd: platform })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test('extends the shipped course as shown: what is left out cannot be graded, the rest can', async () => {
    const file = join(parent, 'my-course/course.yaml')
    const [extension = ''] = blocks('yaml')
    const written = readFileSync(file, 'utf8')
    writeFileSync(file, written.replace('extends: []\nwithout: []\n', extension))
    const cwd = join(parent, 'my-course')
    const starter = (id: string) => join(root, 'content/03-tcp-conversations/exercises', id, 'starter')
    const left = await ackademy(['grade', '--unsandboxed', 'tcp-half-close', starter('tcp-half-close')], { cwd })
    expect(left).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no exercise "tcp-half-close"') })
    const kept = await ackademy(['grade', '--unsandboxed', 'tcp-echo-line', starter('tcp-echo-line')], { cwd })
    expect(kept).toMatchObject({ status: 1, stderr: expect.stringMatching(/^Graded by the course in .*\n$/) })
    writeFileSync(file, written.replace('extends: []', 'extends: [03-tcp-conversation]'))
    const wrong = await ackademy(['check'], { cwd })
    const [message = ''] = blocks('')
    expect(message).toMatch(/^my-course\/course.yaml:2:11: .*: …\n$/)
    expect(wrong.stderr).toContain(message.replace(' …\n', '').replace(':2:11:', ':7:11:'))
  })
})
