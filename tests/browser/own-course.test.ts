/** The site of a course of one's own: one module by itself, one taken from the shipped course, under a path of its host. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ackademy } from '../cli/command.ts'
import { missing } from '../support/requirements.ts'
import { press } from './lab-page.ts'
import { Site } from './site.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 400_000 })

describe.skipIf(missing('chromium'))('the site of a course of one’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-own-site-'))
  const mine = join(folder, 'mine')
  const out = join(folder, 'out')
  let site: Site

  beforeAll(async () => {
    await ackademy(['new', 'course', mine, '--title', 'Networks in autumn'])
    const file = join(mine, 'course.yaml')
    const extended = 'extends: [03-tcp-conversations]\nwithout: [tcp-half-close, 03-tcp-conversations/06-silence]\n'
    writeFileSync(file, readFileSync(file, 'utf8').replace('extends: []\nwithout: []\n', extended))
    const { status, stderr } = await ackademy(['build', '--course', mine, '--out', out])
    expect(status, stderr).toBe(0)
    site = new Site({ folder: out, under: '/autumn/' })
    await site.open()
  })
  afterAll(async () => {
    await site?.close()
    rmSync(folder, { recursive: true })
  })

  test('begins with its map, under its own name', async () => {
    const { page, troubles, close } = await site.visit('/')
    await page.getByRole('link', { name: 'Networks in autumn' }).waitFor()
    const rows = await page.locator('.course-rows li').allInnerTexts()
    expect(rows.map((row) => row.match(/First steps|TCP conversations/)?.[0])).toEqual([
      'First steps',
      'TCP conversations',
    ])
    expect(await page.title()).toBe('Networks in autumn')
    expect(troubles).toEqual([])
    await close()
  })

  test('checks its own exercise', async () => {
    const solution = readFileSync(join(mine, '01-first-steps/exercises/first-echo/solution/server.ts'), 'utf8')
    const { page, troubles, close } = await site.visit('/lab/first-echo/', { program: solution })
    await press(page, 'Check')
    await page
      .getByText(/(\d+) of \1 passed/)
      .first()
      .waitFor()
    expect(troubles).toEqual([])
    await close()
  })

  test('has what it takes, without what it leaves out', async () => {
    expect(existsSync(join(out, 'lab/tcp-echo-line/index.html'))).toBe(true)
    expect(existsSync(join(out, 'course/tcp-conversations/ending/index.html'))).toBe(true)
    expect(existsSync(join(out, 'lab/tcp-half-close/index.html'))).toBe(false)
    expect(existsSync(join(out, 'course/tcp-conversations/silence/index.html'))).toBe(false)
    const { page, troubles, close } = await site.visit('/course/tcp-conversations/ending/')
    await page.getByRole('heading', { name: 'Ending', level: 1 }).waitFor()
    expect(troubles).toEqual([])
    await close()
  })

  test('has no link to a page that it doesn’t have', () => {
    const pages = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'))
    const dead = pages.flatMap((page) =>
      [...readFileSync(join(out, page), 'utf8').matchAll(/<a [^>]*?href="(?!https?:)([^"#?]+)/g)]
        .map(([, address]) => join(page, '..', address!))
        .filter((path) => !existsSync(join(out, path)))
        .map((path) => `${page}: ${path}`),
    )
    expect(pages.length).toBeGreaterThan(30)
    expect(dead).toEqual([])
  })
})
