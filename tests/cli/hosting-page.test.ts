/** docs/hosting.md: its configuration in a real nginx, and what `ackademy build` refuses. Whether the site itself works under a path: tests/browser. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { missing } from '../support/requirements.ts'
import { here, root } from './command.ts'

const page = readFileSync(join(root, 'docs/hosting.md'), 'utf8')
const block = (kind: string) => new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\`$`, 'ms').exec(page)![1]!

const folder = mkdtempSync(join(tmpdir(), 'ackademy-hosting-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The kinds of files that the built site has. */
const FILES = ['index.html', '404.html', 'sw.js', '_astro/a.js', 'course/index.html', 'lab/x/webcontainer/index.html']

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address!.port : 0))
    })
  })
}

describe.skipIf(missing('nginx'))('nginx as the page configures it', () => {
  let nginx: ChildProcess
  let origin = ''

  beforeAll(async () => {
    for (const file of FILES) {
      mkdirSync(dirname(join(folder, 'site', file)), { recursive: true })
      writeFileSync(join(folder, 'site', file), file)
    }
    const port = await freePort()
    origin = `http://127.0.0.1:${port}`
    const server = block('nginx').replaceAll('/srv/public', join(folder, 'site')).replace('8080', `127.0.0.1:${port}`)
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (of) => `${of}_temp_path ${folder}/${of};`,
    )
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/errors; events {}
       http { include /etc/nginx/mime.types; access_log off; ${temporary.join(' ')} ${server} }`,
    )
    nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
    for (let tries = 0; tries < 200; tries++) {
      const answered = await fetch(origin).then(
        () => true,
        () => false,
      )
      if (answered) return
      await setTimeout(50)
    }
    throw new Error(`nginx does not answer:\n${readFileSync(join(folder, 'errors'), 'utf8')}`)
  })
  afterAll(() => nginx.kill())

  const get = async (path: string) => {
    const response = await fetch(`${origin}${path}`)
    return { status: response.status, text: await response.text(), headers: response.headers }
  }

  test.each([
    ['/network/', 'index.html'],
    ['/network/course/', 'course/index.html'],
    ['/network/course', 'course/index.html'],
    ['/network/sw.js', 'sw.js'],
  ])('serves %s, to be revalidated', async (path, file) => {
    const { status, text, headers } = await get(path)
    expect({ status, text }).toEqual({ status: 200, text: file })
    expect(headers.get('cache-control')).toBe('no-cache')
  })

  test.each(['/network/nowhere/at/all/', '/network/_astro/none.js'])('answers %s with the 404 page', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, text: '404.html' })
  })

  test('lets files with a hash in their name be kept for a year', async () => {
    const { text, headers } = await get('/network/_astro/a.js')
    expect(text).toBe('_astro/a.js')
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(headers.get('content-type')).toMatch(/javascript/)
  })

  test.each(['', 'index.html'])('isolates the page of a WebContainer, asked for as …/%s', async (name) => {
    const { text, headers } = await get(`/network/lab/x/webcontainer/${name}`)
    expect(text).toBe('lab/x/webcontainer/index.html')
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  })
})

describe('the workflow for GitHub Pages', () => {
  test('publishes the folder that it builds', () => {
    const { steps } = parse(block('yaml')).jobs.site as { steps: { run?: string; with?: { path?: string } }[] }
    const built = steps.flatMap(({ run }) => /^node bin\/ackademy.mjs build --out (\S+)$/.exec(run ?? '')?.[1] ?? [])
    expect(built).toEqual(['public'])
    expect(steps.flatMap((step) => step.with?.path ?? [])).toEqual(built)
  })
})

describe('ackademy build', () => {
  test.each([
    ['no folder', [], 'expected the folder to write the site to: ackademy build --out public'],
    ['a folder with something in it', ['--out', root], 'expected a new or empty folder; nothing was written'],
    ['a file', ['--out', join(root, 'package.json')], 'expected a new or empty folder; nothing was written'],
  ])('refuses %s before it builds', async (_, args, message) => {
    const before = readdirSync(root)
    const { status, stderr } = await here(['build', ...args])
    expect(status).toBe(2)
    expect(stderr).toContain(message)
    expect(readdirSync(root)).toEqual(before)
  })
})
