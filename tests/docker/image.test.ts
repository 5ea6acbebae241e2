/** The grading image, and what is said where Docker cannot be used. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import { ackademy } from '../cli/command.ts'
import { missing } from '../support/requirements.ts'

const run = promisify(execFile)
vi.setConfig({ testTimeout: 300_000 })

const solution = 'content/03-tcp-conversations/exercises/tcp-echo-line/solution'

describe('where Docker cannot be used, one sentence says so and what to do, and the status is 2', () => {
  test.each([
    ['no docker command', { PATH: '/nowhere' }, /^ackademy \w+: Docker is not installed; .*--unsandboxed\n$/],
    [
      'no daemon',
      { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
      /^ackademy \w+: the Docker daemon does not answer \(.+\)\. Start it, or .*--unsandboxed\n$/,
    ],
  ])('%s', async (what, env, sentence) => {
    if (what === 'no daemon' && missing('docker')) return
    for (const args of [
      ['grade', 'tcp-echo-line', solution],
      ['image', 'build'],
    ]) {
      const { status, stdout, stderr } = await ackademy(args, { env })
      expect(stderr).toMatch(sentence)
      expect([status, stdout]).toEqual([2, ''])
    }
  })
})

describe.skipIf(missing('docker'))('ackademy image build', () => {
  test('prints the tag, and builds nothing a second time', async () => {
    const first = await ackademy(['image', 'build'])
    expect(first.stdout).toMatch(/^ackademy\/ci-runner:[0-9a-f]{16}\n$/)
    expect(first.status).toBe(0)
    expect(await ackademy(['image', 'build'])).toEqual({ status: 0, stdout: first.stdout, stderr: '' })
  })

  test('makes an image of less than 350 MB, without a compiler, a test or a solution', async () => {
    const tag = (await ackademy(['image', 'build'])).stdout.trim()
    const { stdout: size } = await run('docker', ['image', 'inspect', tag, '--format', '{{.Size}}'])
    expect(Number(size)).toBeLessThan(350e6)
    const looks =
      'which gcc cc ld; grep -rl "BYE waits for" /opt/ackademy; find / -xdev -name "*.test.ts" -not -path "*/node_modules/*"'
    const { stdout } = await run('docker', [
      'run',
      '--rm',
      '--network=none',
      '--entrypoint=sh',
      tag,
      '-c',
      `${looks}; true`,
    ])
    expect(stdout).toBe('')
  })

  test('says what Docker said when it cannot be built', async () => {
    const { status, stdout, stderr } = await ackademy(['image', 'build'], {
      env: { ACKADEMY_BASE_IMAGE: 'ackademy/there-is-no-such-base:1' },
    })
    expect(stderr).toMatch(/docker build failed:\n/)
    expect(stderr).toContain('there-is-no-such-base')
    expect(stderr).not.toMatch(/^\s+at /m)
    expect([status, stdout]).toEqual([2, ''])
  })
})
