import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { region } from './lab-page.ts'
import { LAB } from './site.ts'
import { banner, isUsable, run } from './trouble-page.ts'

/** Its children call process.exit, each in another callback; it also runs beside real Node. */
const EVERY_CALLBACK = readFileSync(new URL('../parity/programs/exit-in-every-callback.mjs', import.meta.url), 'utf8')

describeSite('a program in the page that ends, asks for too much or says too much', (site) => {
  const visit = site.shared(LAB, { expectsTroubles: true })

  test('process.exit in each kind of callback ends that process; its parent and a neighbor go on', async () => {
    const { page } = visit
    await run(page, EVERY_CALLBACK)
    const terminal = region(page, 'Terminal of server')
    await terminal.getByText('the neighbor is well').waitFor()
    const said = await terminal.innerText()
    expect(said).toContain('31 ways')
    expect(said.match(/: ended there$/gm)).toHaveLength(31)
  })

  test.each([
    [3, 'a timer', 'setTimeout(() => process.exit(3), 5)'],
    [
      4,
      'a connection',
      "import net from 'node:net'\nnet.createServer(() => process.exit(4)).listen(7, () => net.connect(7))",
    ],
    [5, 'an exit listener', "process.on('exit', () => process.exit(5))"],
  ])('process.exit(%i) in %s: the page tells the status', async (status, _where, program) => {
    const { page } = visit
    await run(page, program)
    await region(page, 'Terminal of server').getByText(`exit status ${status}`).waitFor()
    await banner(page).getByText('server.ts stopped with an error').waitFor()
  })

  test('a buffer of 4 GB is there or refused, as memory allows; the page does not die of it', async () => {
    const { page } = visit
    await run(
      page,
      "try { console.log('all', Buffer.alloc(4 * 2 ** 30).length) } catch (error) { console.log('refused', String(error)) }",
    )
    const terminal = region(page, 'Terminal of server')
    await terminal.getByText(/all 4294967296|refused RangeError/).waitFor()
  })

  test('a million lines: what is too much is cut off or stopped, and said', async () => {
    const { page } = visit
    await run(page, "for (let i = 0; i < 1_000_000; i++) console.log('line', i)")
    const terminal = region(page, 'Terminal of server')
    await terminal
      .getByText(/^line \d+$/)
      .first()
      .waitFor()
    // On a slow machine the ten seconds of a loop are over first.
    await terminal
      .getByText(/Output beyond 4 MB|it never returned to Node/)
      .first()
      .waitFor()
    await isUsable(page)
  })
})
