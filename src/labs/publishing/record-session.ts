import type { LoadedExercise } from '#grader'
import { ContentFolder } from '#grader/node/index.ts'
import type { Lab, Process, TcpPeer } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import type { LabExercise } from '../workspace/index.ts'
import { publishedExercise } from './exercises.ts'
import type { SessionLine } from './session.ts'

const MOST_LINES = 16
/** Virtual time for each line sent, and for programs that send without input. */
const TURN = '1s'
const WHOLE = '20s'

/** What Run shows beside a finished program: the solution is run, so the session is never out of date. */
export async function recordSession(id: string): Promise<readonly SessionLine[]> {
  const { lab } = await publishedExercise(id)
  return record(lab, new ContentFolder('content').exercise(id))
}

async function record(exercise: LabExercise, { solution, given, starter }: LoadedExercise): Promise<SessionLine[]> {
  const { topology, programs, byHand, whole, runsHere, seed } = exercise
  if (!runsHere || programs.length === 0) return []
  const submission = { ...starter, ...solution, ...given, ...whole }
  const { lab } = await openSimulatedLab({ topology, params: topology.params, seed, files: { submission } })
  try {
    const printed = await run(lab, programs)
    if (!byHand) await lab.clock.advance(WHOLE)
    const lines = byHand ? await talk(lab, exercise, byHand) : await printed()
    return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), cutOff(lines)] : lines
  } finally {
    await lab.close()
  }
}

const cutOff = (lines: readonly SessionLine[]): SessionLine => ({
  ...lines[MOST_LINES - 1]!,
  kind: 'printed',
  text: '…',
})

/** Starts what Run starts. Returns the later output of its programs, without those that print nothing. */
async function run(lab: Lab, programs: LabExercise['programs']): Promise<() => Promise<SessionLine[]>> {
  const started: { host: string; program: string; args: readonly string[]; process: Process }[] = []
  for (const { host, program, args, start } of programs)
    if (start === 'run')
      started.push({ host, program, args, process: await lab.host(host).run(program, { args: [...args] }) })
  return async () => {
    const outputs = started.map(async ({ host, program, args, process }): Promise<SessionLine[]> => {
      const { stdout } = await process.output()
      const lines = stdout.split('\n').filter((line) => line !== '' && !/^\s+at /.test(line))
      const command = { host, kind: 'command' as const, text: ['node', program, ...args.map(quoted)].join(' ') }
      return lines.length === 0 ? [] : [command, ...lines.map((text) => ({ host, kind: 'printed' as const, text }))]
    })
    return (await Promise.all(outputs)).flat()
  }
}

const quoted = (word: string) => (word === '' || /\s/.test(word) ? JSON.stringify(word) : word)

/** Sends the suggested lines one after the other, as the learner will. */
async function talk(
  lab: Lab,
  { host }: LabExercise,
  byHand: NonNullable<LabExercise['byHand']>,
): Promise<SessionLine[]> {
  const lines: SessionLine[] = []
  await lab.clock.advance(TURN)
  const peer = await lab.host(byHand.host).connect(host, byHand.port)
  let isOpen = await hear(lab, peer, host, lines)
  for (const text of byHand.say) {
    if (!isOpen) break
    lines.push({ host: byHand.host, kind: 'said', text })
    await peer.send(text)
    isOpen = await hear(lab, peer, host, lines)
  }
  if (isOpen) {
    lines.push({ host: byHand.host, kind: 'ended', text: '' })
    await peer.end()
    await hear(lab, peer, host, lines)
  }
  return lines
}

/** Adds the data received within a turn. Returns whether the other side may still send. */
async function hear(lab: Lab, peer: TcpPeer, host: string, lines: SessionLine[]): Promise<boolean> {
  await lab.clock.advance(TURN)
  const { unread, state } = await peer.stats()
  const text = new TextDecoder().decode(await peer.bytes(unread))
  for (const line of text.split(/(?<=\n)/)) if (line !== '') lines.push({ host, kind: 'heard', text: line })
  if (state === 'ESTABLISHED') return true
  lines.push({ host, kind: 'ended', text: '' })
  return false
}
