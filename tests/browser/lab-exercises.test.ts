import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ContentFolder } from '../../src/grader/node/index.ts'
import { missing } from '../support/requirements.ts'
import { press, region, write } from './lab-page.ts'
import { openSite, type Site } from './site.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const content = new ContentFolder(join(ROOT, 'content'))
const simulated = content.exerciseIds().filter((id) => content.exercise(id).exercise.backends.includes('simulated'))
/** Of several kinds: two files of which one is a module, a module alone, a server of datagrams. */
const TRIED = ['frame-length-prefix', 'tcp-reassembler', 'dns-authoritative']

/** The learner's files as the solution has them. */
function solutionOf(id: string): Record<string, string> {
  const { starter, solution } = content.exercise(id)
  return { ...starter, ...solution }
}

describe.skipIf(missing('chromium'))('the exercises', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  test('every one that runs on the simulated internet has a lab page, with all its files', () => {
    const pages = globSync('lab/*/index.html', { cwd: join(ROOT, 'dist') }).map((file) => basename(dirname(file)))
    expect(pages.sort()).toEqual([...simulated].sort())
    for (const id of simulated) {
      const html = readFileSync(join(ROOT, 'dist/lab', id, 'index.html'), 'utf8')
      for (const file of content.exercise(id).exercise.submission.files) expect(html, id).toContain(file)
    }
  })

  test.each(TRIED)('%s: its solution passes its check in the page, and its world runs', async (id) => {
    const { page, troubles, close } = await site.visit(`/lab/${id}/`, { files: solutionOf(id) })
    await press(page, 'Check')
    await page.locator('.verdict:not(:has(.progress))').waitFor()
    expect(await region(page, 'Tests').innerText()).toMatch(/(\d+) of \1 passed/)
    await press(page, 'Run')
    await page.getByText('virtual, live').waitFor()
    await press(page, 'Stop')
    expect(troubles).toEqual([])
    await close()
  })

  test('an exercise of several programs: each starts in the terminal of its host, starts again as it is written by then, and gets signals', async () => {
    const { page, troubles, close } = await site.visit('/lab/tcp-half-close/', { files: solutionOf('tcp-half-close') })
    await press(page, 'Run')
    await page.getByText('virtual, live').waitFor()
    await page.getByRole('tab', { name: /^client/ }).click()
    const [client, server] = [region(page, 'Terminal of client'), region(page, 'Terminal of server')]
    await client.getByRole('button', { name: 'Start', exact: true }).click()
    const input = client.getByLabel('Standard input on client')
    await input.fill('2')
    await input.press('Enter')
    await input.press('Control+d')
    await client.getByText(/exit status 0/).waitFor()
    expect(await client.innerText()).toMatch(/node client\.ts\n2\n/)

    await page.getByRole('tab', { name: /^server/ }).click()
    await write(page, `console.log('as it is now')\n${solutionOf('tcp-half-close')['server.ts']}`)
    await server.getByRole('button', { name: 'Restart' }).click()
    await server.getByText('ended by SIGKILL').waitFor()
    await server.getByText('as it is now').waitFor()
    await server.getByLabel('Signal for server.ts').selectOption('SIGTERM')
    await server.getByRole('button', { name: 'Send the signal to server.ts' }).click()
    await page.getByText('server.ts has ended.').waitFor()
    expect(await server.innerText()).not.toContain('EADDRINUSE')
    expect(troubles).toEqual([])
    await close()
  })
})
