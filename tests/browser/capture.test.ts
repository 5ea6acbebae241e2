import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '#cli/run/index.ts'
import { describeSite } from './describe-site.ts'
import { press } from './lab-page.ts'
import { LAB } from './site.ts'

/** Both ends in one program on one host, a refused connection, random numbers, timers: everything that makes packets. */
const PROGRAM = `import net from 'node:net'

const refused = net.connect(7000, 'client')
refused.on('error', (error) => {
  console.log(error.message)
  const bytes = Buffer.from(Array.from({ length: 3000 }, () => Math.floor(Math.random() * 256)))
  setTimeout(() => {
    const again = net.connect(7001, 'client')
    again.on('error', () => console.log('done', bytes.length, Date.now()))
  }, 30)
})
`

describeSite('a capture', (site) => {
  test('saved in the page is that of "ackademy run" with the same program and seed, byte for byte', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ackademy-'))
    const [program, pcap] = [join(folder, 'server.ts'), join(folder, 'run.pcapng')]
    writeFileSync(program, PROGRAM)
    expect(await run(['--seed', '1', '--pcap', pcap, program])).toBe(0)

    const { page } = await site.visit(LAB, { program: PROGRAM })
    await press(page, 'Run')
    await page.getByRole('region', { name: 'Terminal of server' }).getByText('exit status 0').waitFor()
    await page.getByText('virtual, run ended').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save', exact: true }).click(),
    ])
    expect(readFileSync(await download.path()).toString('hex')).toBe(readFileSync(pcap).toString('hex'))
  })
})
