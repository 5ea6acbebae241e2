import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ContentFolder } from '#grader/node/index.ts'
import { Recorder, writePcapng } from '#network'
import { describeSite } from './describe-site.ts'
import { press, region, write } from './lab-page.ts'
import { sentReport } from './sent-report.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const content = new ContentFolder(join(ROOT, 'content'))
/** Of several kinds: two files of which one is a module, a module alone, a server of datagrams, a raw socket. */
const TRIED = ['frame-length-prefix', 'dns-name-codec', 'dns-authoritative', 'raw-ping']

/** The learner's files as the solution has them. */
function solutionOf(id: string): Record<string, string> {
  const { starter, solution } = content.exercise(id)
  return { ...starter, ...solution }
}

/** The page of an exercise as it would be if only a real kernel ran it. */
function kernelOnly(html: string): string {
  const changed = html.replace('&quot;runsHere&quot;:[0,true]', '&quot;runsHere&quot;:[0,false]')
  expect(changed).not.toBe(html)
  return changed
}

/** The page of an exercise as it would be if it named no programs. */
function withoutPrograms(html: string): string {
  const changed = html.replace(/&quot;programs&quot;:\[1,\[\[0,\{.*?\}\]\]\]/, '&quot;programs&quot;:[1,[]]')
  expect(changed).not.toBe(html)
  return changed
}

/** What a server answers that graded on a real kernel: a failure, with the one frame of its world. */
function failedAnswer(): { report: object; recordings: Record<string, string> } {
  const recorder = new Recorder()
  const [from, to] = ['a:eth0', 'b:eth0']
  recorder.record({ at: 0, link: 0, from, to, bytes: new Uint8Array(60), fate: 'delivered', cause: null })
  const evidence = {
    sentence: 'No echo request came.',
    code: 'TIMEOUT',
    expected: 'a request',
    seen: 'nothing',
    at: 60,
    steps: [],
    processes: [],
    packets: { pcapng: 'sha256:3', marked: [], ladder: ['0.000 a > b'] },
  }
  const test = {
    id: 'v1',
    title: 'sends requests',
    file: 'visible',
    backend: 'linux',
    status: 'failed',
    took: 60,
    evidence,
  }
  return {
    report: sentReport(0, 15, [test]),
    recordings: { v1: Buffer.from(writePcapng([from], recorder.packets)).toString('base64') },
  }
}

describeSite('the exercises', (site) => {
  test('every one has a lab page, with all its files', () => {
    const pages = globSync('lab/*/index.html', { cwd: join(ROOT, 'dist') }).map((file) => basename(dirname(file)))
    expect(pages.sort()).toEqual(content.exerciseIds().sort())
    for (const id of content.exerciseIds()) {
      const html = readFileSync(join(ROOT, 'dist/lab', id, 'index.html'), 'utf8')
      for (const file of content.exercise(id).exercise.submission.files) expect(html, id).toContain(file)
    }
  })

  test.each(TRIED)('%s: its solution passes its check in the page, and its world runs', async (id) => {
    const { page, troubles } = await site.visit(`/lab/${id}/`, { files: solutionOf(id) })
    await press(page, 'Check')
    await page.locator('.verdict:not(:has(.progress))').waitFor()
    expect(await region(page, 'Tests').innerText()).toMatch(/(\d+) of \1 passed|\d+ practice tests passed/)
    await press(page, 'Run')
    // A program that only calls a module may have ended by now.
    await page.getByText(/virtual, (live|run ended)/).waitFor()
    await page.keyboard.press('Control+.')
    expect(troubles).toEqual([])
  })

  test('if no program starts by itself, Run says so, and what to press instead', async () => {
    const { page, troubles } = await site.visit('/lab/dns-name-codec/', {
      files: solutionOf('dns-name-codec'),
      html: withoutPrograms,
    })
    await press(page, 'Run')
    const banner = page.locator('.banner', { hasText: 'No program starts by itself here.' })
    await banner.getByText('Check runs the tests against your code.').waitFor()
    await banner.getByRole('button', { name: 'Check' }).click()
    await page.locator('.verdict:not(:has(.progress))').waitFor()
    expect(await region(page, 'Tests').innerText()).toMatch(/(\d+) of \1 passed/)
    expect(await banner.count()).toBe(0)
    expect(troubles).toEqual([])
  })

  test('Run starts a provided peer first; it is read-only and not submitted', async () => {
    const { page, troubles } = await site.visit('/lab/tcp-client-exchange/', {
      files: solutionOf('tcp-client-exchange'),
    })
    await press(page, 'Run')
    const client = region(page, 'Terminal of client')
    await client.getByText("'one: 5 €'").waitFor()
    await client.getByText(/exit status 0/).waitFor()
    await client.getByLabel('Command on client').fill('node try.ts half')
    await page.keyboard.press('Enter')
    await client.getByText("code: 'EOF'").waitFor()
    expect(await client.innerText()).toMatch(
      /client\$ node try\.ts one two three\n[\s\S]*exit status 0 at [\s\S]*client\$ node try\.ts half\n/,
    )

    await page.getByRole('button', { name: 'Files' }).click()
    const list = page.getByRole('group', { name: 'Files' })
    expect((await list.getByText('provided, read only').all()).length).toBe(2)
    await list.getByRole('button', { name: 'server.ts' }).click()
    await page.getByText('Provided for trying out your program.').waitFor()
    expect(troubles).toEqual([])
    await page.route('**/api/submissions', (route) => route.fulfill({ json: failedAnswer() }))
    const sent = page.waitForRequest('**/api/submissions')
    await press(page, 'Submit')
    expect(Object.keys((await sent).postDataJSON().files)).toEqual(['client.ts'])
  })

  test('a clinic asks for the name of its bug, and says what disproves each wrong name', async () => {
    const { page, troubles } = await site.visit('/lab/clinic-close-wait/')
    const question = region(page, 'Dock').locator('form', { hasText: 'What is this bug called' })
    await question.scrollIntoViewIfNeeded()
    await question.getByLabel('A SYN flood').check()
    await question.getByRole('button', { name: 'Answer' }).click()
    await question.getByText('Those would be in SYN_RECEIVED.').waitFor()
    await question.getByLabel('A leak of half-closed connections').check()
    await question.getByRole('button', { name: 'Answer again' }).click()
    await question.getByText('✓ Right').waitFor()
    expect(troubles).toEqual([])
  })

  test('behind a switch a packet is one row, from host to host; on request each link has its own', async () => {
    const { page, troubles } = await site.visit('/lab/conn-registry-limits/', {
      files: solutionOf('conn-registry-limits'),
    })
    await press(page, 'Run')
    const packets = region(page, 'Packets')
    await packets.getByRole('row', { name: /server → guest1.*#1/ }).click()
    await page.getByRole('button', { name: 'Pause' }).click()
    expect(await packets.innerText()).not.toContain('sw')
    await packets.getByRole('button', { name: 'Every link' }).click()
    expect(await packets.getByRole('row', { name: /#1/ }).count()).toBe(2)
    await packets.getByRole('row', { name: /server → sw.*#1/ }).waitFor()
    expect(troubles).toEqual([])
  })

  test('an exercise of several programs: each starts in the terminal of its host, starts again as it is written by then, and gets signals', async () => {
    const { page, troubles } = await site.visit('/lab/tcp-half-close/', { files: solutionOf('tcp-half-close') })
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
    expect(await client.innerText()).toMatch(/node client\.ts server 7000\n2\n/)

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
  })

  test('the dig of a host asks the server of the learner, from its terminal', async () => {
    const { page, troubles } = await site.visit('/lab/dns-authoritative/', { files: solutionOf('dns-authoritative') })
    await press(page, 'Run')
    await page.getByRole('tab', { name: /^client/ }).click()
    const client = region(page, 'Terminal of client')
    await client.getByLabel('Command on client').fill('dig @server -p 5300 +short lab.test MX')
    await page.keyboard.press('Enter')
    await client.getByText('10 mail.lab.test.', { exact: true }).waitFor()
    expect(troubles).toEqual([])
  })

  test('the terminal fetches a tool when a line first names it, and a lab without such a line fetches none', async () => {
    const { page, troubles } = await site.visit('/lab/dns-authoritative/', { files: solutionOf('dns-authoritative') })
    const fetched: string[] = []
    page.on('request', (request) => fetched.push(new URL(request.url()).pathname))
    const isTool = (path: string) => /\/(tools|support|sort|grep|tail)\.[^/]*js$/.test(path)
    await press(page, 'Run')
    await page.getByRole('tab', { name: /^client/ }).click()
    const client = region(page, 'Terminal of client')
    await client.getByLabel('Command on client').fill('echo first')
    expect(fetched.filter(isTool)).toEqual([])
    await client.getByLabel('Command on client').fill("printf 'b\\na\\n' | sort | grep -n a")
    await page.keyboard.press('Enter')
    await client.getByText('1:a', { exact: true }).waitFor()
    expect(
      fetched
        .filter(isTool)
        .map((path) => /(\w+)\.[^/]*js$/.exec(path)![1])
        .sort(),
    ).toEqual(['grep', 'sort', 'support', 'tools'])
    expect(troubles).toEqual([])
  })

  test('an exercise for a real kernel is submitted from its page, which shows the packets of failed tests', async () => {
    const { page, troubles } = await site.visit('/lab/raw-ping/', { html: kernelOnly })
    await page.route('**/api/submissions', (route) => route.fulfill({ json: failedAnswer() }))
    // Once the page has come to life: until then it shows what its markup has.
    await press(page, 'Submit')
    expect(await page.getByRole('button', { name: /^(Run|Check|Stop)/ }).count()).toBe(0)
    const tests = region(page, 'Tests')
    await tests.getByText('No echo request came.').waitFor()
    await tests.getByRole('button', { name: 'Show packets' }).click()
    await region(page, 'Packets').getByText('1 packet').waitFor()
    expect(troubles).toEqual([])
  })
})
