/** The numbers of module 6, run again: what lesson 6.3 prints in its table, and what the lessons say in their text. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { type FigureSettings, playFigure, programFiles, readFigure } from '#labs/figure/index.ts'

const MODULE = 'content/06-reliability'
const lesson = (name: string) => readFileSync(`${MODULE}/${name}.mdx`, 'utf8')

/** Plays a figure with other parameters; returns what `look` sees of its world at the end. */
async function play<T>(
  id: string,
  params: FigureSettings['params'],
  look: (lab: Awaited<ReturnType<typeof openSimulatedLab>>['lab'], output: string) => Promise<T>,
  seed = 1,
): Promise<T> {
  const folder = `${MODULE}/figures/${id}`
  const figure = readFigure(`${folder}/figure.yaml`, readFileSync(`${folder}/figure.yaml`, 'utf8'))
  const settings = { ...figure.settings, params: { ...figure.settings.params, ...params } }
  const files = Object.fromEntries(
    figure.programs.map(({ program }) => [program, readFileSync(`${folder}/${program}`, 'utf8')]),
  )
  let output = ''
  const { lab } = await openSimulatedLab({
    topology: figure.topology,
    seed,
    files: { submission: programFiles(files, settings) },
    tables: true,
    observe: (records) => {
      for (const record of records) if (record.kind === 'output') output += new TextDecoder().decode(record.bytes)
    },
  })
  await playFigure(lab, figure, settings)
  const seen = await look(lab, output)
  await lab.close()
  return seen
}

/** The cells of the lesson's table row that begins with this load. */
const rowOf = (text: string, load: number) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`| ${load} |`))!
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim())

test.each([
  [5, 'all', 40],
  [6, 'all', 24],
  [16, 'all', 6],
  [5, 'at most 3', 40],
  [5, 'what is not too old', 40],
])(
  'at %i questions per second and a queue of “%s”, %i answers are in time, as lesson 6.4 says',
  async (load, queue, inTime) => {
    const output = await play('too-much', { load, queue }, async (_lab, output) => output)
    expect(output).toContain(`${inTime} of ${8 * load} answers`)
    expect(lesson('04-too-much-work')).toContain('helps 24 of 48 users; with 16, six of 128')
  },
)

test.each([
  ['a lifetime of 300 ms', { lifetime: 300 }, ['fay has 9,120', 'ann has 88']],
  ['one of 1,000 ms', { lifetime: 1000 }, ['fay has 9,120', 'ann has 88', 'cleo has 9,120', 'ann has 410']],
  ['one of 100 ms', { lifetime: 100 }, []],
  ['a connection closed on a timeout', { closes: true }, []],
])('with %s, the pool of lesson 6.1 hands out these wrong balances', async (_name, params, wrong) => {
  const output = await play('pool-board', params, async (_lab, output) => output)
  const right = ['ann has 9,120', 'bob has 3', 'cleo has 410', 'dan has 27', 'eve has 1,300', 'fay has 88']
  const said = [...output.matchAll(/(\w+ has [\d,]+) euros/g)].map(([, balance]) => balance!)
  expect(said).toHaveLength(17) // and one gave up
  expect(said.filter((balance) => !right.includes(balance))).toEqual(wrong)
})

test('jitter takes the volleys of fifty clients apart, as lesson 6.3 says', async () => {
  const volley = (jitter: boolean, seed: number) =>
    play(
      'fifty-clients',
      { jitter },
      async (lab) => {
        const syns = await lab.capture('tcp.flags.syn == 1 && tcp.flags.ack == 0').all()
        const times = syns.map(({ at }) => Number(at)).filter((at) => at >= 1000)
        return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 100).length))
      },
      seed,
    )
  expect(await volley(false, 1)).toBe(44)
  expect([await volley(true, 1), await volley(true, 2), await volley(true, 3)]).toEqual([12, 11, 13])
  expect(lesson('03-trying-again')).toContain('up to 44 SYNs')
  expect(lesson('03-trying-again')).toContain('12, 11 and 13')
  const lastAnswer = (jitter: boolean) =>
    play('fifty-clients', { jitter }, async (_lab, output) => Number(/last answer after (\d+) ms/.exec(output)?.[1]))
  const inSeconds = [await lastAnswer(false), await lastAnswer(true)].map((ms) => `after ${(ms / 1000).toFixed(1)} s`)
  for (const time of inSeconds) expect(lesson('03-trying-again')).toContain(time)
})

test.each([20, 30, 40, 45])('after an outage at %i questions per second, it is as lesson 6.3 says', async (load) => {
  const recovery = async (policy: string) => {
    const read = (name: string) => readFileSync(`tests/lessons/programs/${name}.ts`, 'utf8')
    const submission = { 'server.ts': read('storm-server'), 'client.ts': read('storm-client') }
    const { lab } = await openSimulatedLab({ topology: 'wire', seed: 1, files: { submission } })
    await lab.host('server').run('server.ts', { listens: 9000 })
    const client = await lab.host('client').run('client.ts', { args: [load, policy] })
    await client.exited({ within: '200s' })
    const { stdout } = await client.output()
    await lab.close()
    return stdout.trim()
  }
  const measured = [await recovery('none'), await recovery('at-once'), await recovery('budget')]
  expect(rowOf(lesson('03-trying-again'), load)).toEqual(measured)
})
