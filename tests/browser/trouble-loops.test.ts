import { test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { region } from './lab-page.ts'
import { LAB } from './site.ts'
import { banner, isUsable, run } from './trouble-page.ts'

/** Each in the turn in which the program began, right after it has printed something. */
const NEVER_RETURNS = [
  ['of ticks', '(function next() { process.nextTick(next) })()'],
  ['of microtasks', '(function next() { queueMicrotask(next) })()'],
  ['of promises', '(function next() { Promise.resolve().then(next) })()'],
  ['in a regular expression that tries everything', "/^(a+)+$/.test('a'.repeat(60) + 'b')"],
  ['in a getter', 'console.log({ get it() { for (;;); } }.it)'],
  ['around an error that is caught', "for (;;) try { throw new Error('again') } catch {}"],
  ['in an exit listener', "process.on('exit', () => { for (;;); })\nprocess.exit(3)"],
  ['of looks at the clock', 'while (Date.now() > 0);'],
] as const

describeSite('a program that never comes back to Node', (site) => {
  // What one program does to the page the next would see.
  const visit = site.shared(LAB, { expectsTroubles: true })

  test.each(NEVER_RETURNS)('in a loop %s: the page says so, and what came before is there', async (kind, loop) => {
    const { page } = visit
    await run(page, `console.log('before a loop ${kind}')\n;${loop}\n`)
    await region(page, 'Terminal of server').getByText(`before a loop ${kind}`).waitFor()
    await banner(page).getByText('Your program is stuck in a loop.').waitFor()
    await page.getByRole('tab', { name: 'Task' }).click()
  })

  test('in a loop of system calls: they are counted, and it is ended with the reason', async () => {
    const { page } = visit
    // On a slow machine the ten seconds of a loop are over before the calls that it may make.
    await run(page, "import fs from 'node:fs'\nprocess.stdout.write('before\\n')\nfor (;;) fs.existsSync('/')\n")
    const terminal = region(page, 'Terminal of server')
    await terminal.getByText('before').waitFor()
    await terminal.getByText(/it made more than 1000000 system calls|it never returned to Node/).waitFor()
    await banner(page)
      .getByText(/made more than 1000000 system calls|was stopped/)
      .waitFor()
    await isUsable(page)
  })
})
