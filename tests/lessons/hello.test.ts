/** The program that grows through module 1: each version does what its lesson says. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openSimulatedLab } from '#lab/on-disk/index.ts'

const program = (version: number) => readFileSync(`content/01-a-packets-journey/client/1-${version}.ts`, 'utf8')

/** What the sender on `a` prints when it sends to this address, and what the listeners print. */
async function sendTo(version: number, ...args: string[]) {
  const { lab } = await openSimulatedLab({
    topology: 'two-lans',
    seed: 1,
    files: { submission: { 'hello.ts': program(version) } },
  })
  try {
    const [onB, onC] = [await lab.host('b').run('hello.ts'), await lab.host('c').run('hello.ts')]
    await lab.clock.advance('100ms')
    const sender = await lab.host('a').run('hello.ts', { args })
    await sender.exited({ within: '10s' })
    await lab.clock.advance('1s')
    const lines = async (program: typeof sender) => (await program.output()).stdout.trimEnd().split('\n')
    return { a: await lines(sender), b: await lines(onB), c: await lines(onC) }
  } finally {
    await lab.close()
  }
}

const LISTENING = 'listening on UDP port 9000'

describe('the program of module 1', () => {
  test.each([1, 2, 3])('1.%i says hello across the router', async (version) => {
    const { a, b, c } = await sendTo(version, '10.0.2.11')
    expect(a.at(-1)).toBe('sent to 10.0.2.11')
    expect(b).toEqual([LISTENING])
    expect(c).toEqual([LISTENING, '10.0.1.11 says "hello"'])
  })

  test.each([
    ['10.0.1.12', 'a neighbor on eth0'],
    ['10.0.2.11', 'not in our networks: through a gateway'],
    ['200.0.0.1', 'not in our networks: through a gateway'],
    ['127.0.0.1', 'a neighbor on lo'],
  ])('1.2 and 1.3 say of %s that it is %s', async (address, words) => {
    for (const version of [2, 3]) expect((await sendTo(version, address)).a[0]).toBe(words)
  })

  test('1.3 sends with a TTL, which the router uses up', async () => {
    expect((await sendTo(3, '10.0.2.11', '2')).c).toEqual([LISTENING, '10.0.1.11 says "hello"'])
    expect((await sendTo(3, '10.0.2.11', '1')).c).toEqual([LISTENING])
  })

  test('1.3 sends a message of a size, and prints the size of a long one', async () => {
    expect((await sendTo(3, '10.0.2.11', '64', '3000')).c).toEqual([LISTENING, '10.0.1.11 says 3000 bytes'])
  })

  test('1.4 measures each answer, which comes back over the same slow links', async () => {
    const { a, c } = await sendTo(4, '10.0.2.11', '64', '1000', '3')
    expect(c).toEqual([LISTENING, ...Array<string>(3).fill('10.0.1.11 says 1000 bytes')])
    expect(a.at(-1)).toBe('3 of 3 answered')
    const times = a.flatMap((line) => /^answer \d after ([\d.]+) ms$/.exec(line)?.[1] ?? []).map(Number)
    expect(times).toHaveLength(3)
    expect(times.every((time, i) => time > (times[i - 1] ?? 80))).toBe(true) // four links of 10 ms, there and back
  })

  test('1.4 counts what was not answered', async () => {
    expect((await sendTo(4, '10.0.2.11', '1', '5', '2')).a.at(-1)).toBe('0 of 2 answered')
  })
})
