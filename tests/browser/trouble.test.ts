import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { press, region, write } from './lab-page.ts'
import { LAB, PATIENCE, programOf } from './site.ts'
import { banner, isUsable, run } from './trouble-page.ts'

const SERVER = `import net from 'node:net'
net.createServer((socket) => socket.on('data', () => run())).listen(9000, () => console.log('before'))
`

describeSite('a program that misbehaves', (site) => {
  // What one program does to the page the next would see.
  const visit = site.shared(LAB, { expectsTroubles: true })

  test.each([
    ['without awaits', `${SERVER}function run() { for (;;); }`],
    ['with awaits', `${SERVER}async function run() { for (;;) await null }`],
  ])('an endless loop %s: one message, what came before is kept, Stop ends it', async (_kind, program) => {
    const { page } = visit
    await run(page, program)
    const terminal = region(page, 'Terminal of server')
    await terminal.getByText('connected to server:9000').waitFor()
    await terminal.getByRole('button', { name: 'PING↵' }).click()
    await banner(page).getByText('Your program is stuck in a loop.').waitFor()
    await banner(page).getByRole('button', { name: 'Stop server.ts' }).click()
    await page.getByText('virtual, stopped').waitFor()
    expect(await terminal.innerText()).toContain('before')
    await region(page, 'Packets').getByRole('row', { name: /PING/ }).waitFor()
    await isUsable(page)
  })

  test.each([
    [
      'a fork bomb',
      `import { fork } from 'node:child_process'
setInterval(() => {}, 1000)
for (let i = 0; i < 3; i++) fork(process.argv[1]).on('error', () => {})
console.log('begun')`,
    ],
  ])('%s: the page and the next program are unharmed', async (_kind, program) => {
    const { page } = visit
    await run(page, program)
    await region(page, 'Terminal of server').getByText('begun').first().waitFor()
    await press(page, 'Stop')
    await isUsable(page)
  })

  test('a stuck program that nobody stops is stopped after ten seconds', async () => {
    const { page } = visit
    await run(page, 'for (;;);')
    await banner(page).getByText('was stopped').waitFor()
    await page.getByText('virtual, stopped').waitFor()
    await isUsable(page)
  })

  test('a flood of output is cut off and said once', async () => {
    const { page } = visit
    await run(page, `console.log('before')\nconst line = 'x'.repeat(10_000)\nfor (;;) console.log(line)`)
    await banner(page).waitFor()
    expect(await banner(page).count()).toBe(1)
    await page.getByRole('tab', { name: 'Task' }).click()
    await press(page, 'Stop')
    await isUsable(page)
  })

  test('a program that ends at once is told so, with its exit status', async () => {
    const { page } = visit
    await run(page, `console.log('hello')`)
    await banner(page).getByText('server.ts has ended.').waitFor()
    expect(await banner(page).innerText()).toContain('exit status 0')
    expect(await region(page, 'Terminal of server').innerText()).toMatch(/hello[\s\S]*exit status 0/)
  })

  test('a program that does not parse is told its line, as Node tells it', async () => {
    const { page } = visit
    await run(page, `const a = 1\nconst b = ;\n`)
    await banner(page).getByText('server.ts stopped with an error').waitFor()
    await banner(page).getByRole('button', { name: 'Go to line 2' }).click()
    expect(await region(page, 'Terminal of server').innerText()).toContain('SyntaxError')
    await page.locator('.line-error').first().waitFor()
  })

  test('in a check, a program that does not parse is told its line once, not beside each test', async () => {
    const { page } = visit
    await write(page, 'const a = 1\nconst b = ;\n')
    await press(page, 'Check')
    await page.locator('.verdict:not(:has(.progress))').waitFor()
    const tests = await region(page, 'Tests').innerText()
    expect(tests).toContain('Your program was not run. server.ts:2:11 SyntaxError')
    expect(tests.split('SyntaxError')).toHaveLength(2)
  })

  test('in a check, a loop fails its test, and the others do not wait for it', async () => {
    const { page } = visit
    const program = programOf('solution').replace('socket.on(', "socket.on('end', () => { for (;;); })\n  socket.on(")
    expect(program).toContain('for (;;)')
    await write(page, program)
    await press(page, 'Check')
    await page.locator('.verdict:not(:has(.progress))').waitFor()
    const tests = await region(page, 'Tests').innerText()
    expect(tests).toContain('never returned to Node')
    expect(tests).toMatch(/passed:\s+v1/)
    expect(tests).toContain('Check stopped here')
  })

  test.each([
    ['changed', ''],
    ['frozen', 'Object.freeze(Array.prototype)'],
  ])('in a check, what one test’s program has %s of the language is as it was for the next', async (_, freeze) => {
    const { page } = visit
    const trace = `if ('trace' in Array.prototype) process.exit(1)\nObject.assign(Array.prototype, { trace: 1 })\n${freeze}\n`
    await write(page, programOf('solution') + trace)
    await press(page, 'Check')
    await page.locator('.verdict:not(:has(.progress))').waitFor()
    expect(await region(page, 'Tests').innerText()).toMatch(/(\d+) of \1 passed/)
  })

  test('a memory bomb ends the run and nothing else', async () => {
    const program = `console.log('before')\nconst kept: unknown[] = []
setInterval(() => { for (let i = 0; i < 50; i++) kept.push(new Array(1_000_000).fill(kept.length)) }, 1)`
    // Playwright takes the death of any frame for that of the page, so the page is asked on a line of its own.
    const { page, context } = await site.visit(LAB, { program })
    const line = await context.newCDPSession(page)
    const ask = async (expression: string) => {
      const { result } = await line.send('Runtime.evaluate', { expression, returnByValue: true })
      return String(result.value)
    }
    await press(page, 'Run')
    const state = "document.querySelector('.clock span').textContent"
    await expect.poll(() => ask(state), { timeout: PATIENCE, interval: 500 }).toBe('virtual, stopped')
    expect(await ask("document.querySelector('.banner').textContent")).toMatch(/memory|stuck/)
    const terminal = await ask("document.querySelector('.terminal').textContent")
    expect(terminal).toContain('before')
    expect(terminal).toMatch(/out of memory; the browser gives a run about 4 GB|never returned to Node/)
    await ask("[...document.querySelectorAll('.lab-top button')].find((b) => b.textContent.startsWith('Run')).click()")
    await expect.poll(() => ask(state), { timeout: PATIENCE, interval: 100 }).toBe('virtual, live')
  })
})
