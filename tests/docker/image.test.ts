/** The grading image, and what is said where Docker cannot be used. */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { runFlags } from '#ci-runner/container/index.ts'
import { rehearsalOn } from '#ci-runner/harness/rehearsal.ts'
import { dockerProblem, ensureImage } from '#ci-runner/image/index.ts'
import { PINNED_VERSION } from '#node/library/on-disk/index.ts'
import { ackademy } from '../cli/command.ts'
import { missing } from '../support/requirements.ts'

const run = promisify(execFile)
vi.setConfig({ testTimeout: 300_000 })

/** What this machine's grading images are built on: Node's own image, or one made here. */
async function baseOf(): Promise<string> {
  const tags = [`ackademy/base:${PINNED_VERSION}`, `node:${PINNED_VERSION}-bookworm-slim`]
  const { stdout } = await run('docker', ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}'])
  return stdout.split('\n').find((tag) => tags.includes(tag)) ?? 'none'
}

const fakes = mkdtempSync(join(tmpdir(), 'ackademy-fakes-'))
afterAll(() => rmSync(fakes, { recursive: true }))

/** An environment whose `docker` says this of its daemon, or complains. */
function fake(says: string, complaint = ''): Record<string, string> {
  const folder = mkdtempSync(join(fakes, 'docker-'))
  const script = complaint ? `echo '${complaint}' >&2; exit 1` : `echo '${says}'`
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return { PATH: folder }
}

const solution = 'content/03-tcp-conversations/exercises/tcp-echo-line/solution'

describe('where Docker cannot be used, that, what to do and what can be graded without it are said, and the status is 2', () => {
  test.each([
    ['no docker command', { PATH: '/nowhere' }, /^ackademy \w+: Docker is not installed, .*apt-get install docker\.io/],
    [
      'no daemon',
      { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
      /^ackademy \w+: the Docker daemon does not answer \(.+\)\. Start it \(systemctl start docker\)/,
    ],
    ['a Docker that is too old', fake('cgroupfs 19.03.15 linux x86_64'), /^ackademy \w+: Docker 19\.03\.15 is too old/],
    [
      'no right to use it',
      fake('', 'permission denied while trying to connect to the Docker daemon socket'),
      /^ackademy \w+: you may not use Docker \(permission denied .*usermod -aG docker/,
    ],
  ])('%s', async (what, env, sentence) => {
    if (what === 'no daemon' && missing('docker')) return
    for (const args of [
      ['grade', 'tcp-echo-line', solution],
      ['image', 'build'],
    ]) {
      const { status, stdout, stderr } = await ackademy(args, { env })
      expect(stderr).toMatch(sentence)
      expect(stderr).toMatch(/Without it, --unsandboxed grades your own code in \d+ of the \d+ exercises.*\n$/)
      expect([status, stdout]).toEqual([2, ''])
    }
  })
})

describe('what `docker info` says', () => {
  const says = (stdout: string, status = 0, stderr = '') => dockerProblem({ stdout, status, stderr })
  test('tells whether it can be used', () => {
    const [own, other] = process.arch === 'arm64' ? ['aarch64', 'x86_64'] : ['x86_64', 'aarch64']
    expect(says(`cgroupfs 20.10.24+dfsg1 linux ${own}\n`)).toBeNull()
    expect(says(`systemd 28.1.0 linux ${own}\n`)).toBeNull()
    expect(says(`systemd 28.1.0 linux ${other}\n`)).toMatch(/^this Docker runs on .* the same kind of processor$/)
    expect(says('cgroupfs 19.03.15 linux\n')).toMatch(/^Docker 19\.03\.15 is too old: the jail needs 20\.10 or newer/)
    expect(says('cgroupfs 28.0.0 windows\n')).toMatch(/runs windows containers: switch it to Linux/)
    expect(says('  \n', 1, 'permission denied\n')).toMatch(/^you may not use Docker/)
    expect(says('  \n', 1, 'no such host\n')).toMatch(/does not answer \(no such host\)/)
  })
})

test.skipIf(missing('docker'))('where nothing can be jailed, that is said, and no submission is blamed', async () => {
  const image = await ensureImage(() => {})
  const profile = join(fakes, 'seccomp.json')
  const refused = { names: ['sethostname'], action: 'SCMP_ACT_ERRNO', errnoRet: 1 }
  writeFileSync(profile, JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [refused] }))
  const flags = [...runFlags({ memory: '1g', cpus: 2 }, ''), `--security-opt=seccomp=${profile}`]
  const docker = spawn('docker', [...flags, image, 'simulated'], { stdio: ['pipe', 'pipe', 'ignore'] })
  // Left open: its end would be the container's.
  docker.stdin.write(`${JSON.stringify(rehearsalOn('simulated'))}\n`)
  const messages = (await text(docker.stdout)).trim().split('\n')
  expect(JSON.parse(messages.at(-1)!)).toMatchObject({
    kind: 'error',
    message: expect.stringMatching(
      /^programs cannot be jailed on this machine \(jail: sethostname: .*\): that needs a kernel/,
    ),
  })
})

describe.skipIf(missing('docker'))('ackademy image export', () => {
  test('writes a file that a machine without the image loads and grades from', async () => {
    // An image of its own, which no other test misses when it goes: the same one, by the name of its base.
    const env = { ACKADEMY_BASE_IMAGE: await baseOf() }
    const folder = mkdtempSync(join(tmpdir(), 'ackademy-export-'))
    try {
      const file = join(folder, 'image.tar.gz')
      const { stdout, status } = await ackademy(['image', 'export', file], { env })
      const tag = /: (ackademy\/ci-runner:[0-9a-f]{16}), \d+ MB\n$/.exec(stdout)?.[1]
      expect([tag, status]).toEqual([expect.any(String), 0])
      await run('docker', ['image', 'rm', '--force', tag!])
      expect((await run('docker', ['load', '--input', file])).stdout).toBe(`Loaded image: ${tag}\n`)
      expect(await ackademy(['image', 'build'], { env })).toEqual({ status: 0, stdout: `${tag}\n`, stderr: '' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('says where it cannot write', async () => {
    const { status, stderr } = await ackademy(['image', 'export', '/nowhere/image.tar.gz'])
    expect(stderr).toMatch(/^ackademy image: \/nowhere\/image\.tar\.gz cannot be written: ENOENT/)
    expect(status).toBe(2)
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
