/** Abort signals and listeners cannot leave a process, so calls that use them are made here. */
import { getEventListeners } from 'node:events'

const { connect } = (await import('./caller.ts' as string)) as typeof import('../contract.ts')

const controller = new AbortController()
const { signal } = controller
const reason = new Error('no longer wanted')
const abort = () => controller.abort(reason)

/** Milliseconds within which "at once" counts as at once. */
const AT_ONCE = 500
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const warnings: string[] = []
process.on('warning', ({ name }) => warnings.push(name))

/** Connects, asks, and gives up after a while. */
export async function abortWhileAsking(host: string, port: number, afterMs: number): Promise<string> {
  const caller = await connect(host, port, signal)
  setTimeout(abort, afterMs)
  return outcomeOf(() => caller.ask('anybody?'), afterMs + AT_ONCE)
}

/** Aborts while the connection is open and idle, and then asks. */
export async function abortBeforeAsking(host: string, port: number, afterMs: number): Promise<string> {
  const caller = await connect(host, port, signal)
  abort()
  await sleep(afterMs)
  return outcomeOf(() => caller.ask('anybody?'), AT_ONCE)
}

/** Gives up while the connection is being made, and tries again with the same signal. */
export async function abortWhileConnecting(host: string, port: number, afterMs: number): Promise<string[]> {
  setTimeout(abort, afterMs)
  const first = await outcomeOf(() => connect(host, port, signal), afterMs + AT_ONCE)
  return [first, await outcomeOf(() => connect(host, port, signal), AT_ONCE)]
}

/** Asks so many questions over one connection, and closes it. */
export async function askAll(host: string, port: number, questions: string[]): Promise<string[]> {
  const caller = await connect(host, port, signal)
  const answers: string[] = []
  for (const question of questions) answers.push(await caller.ask(question))
  caller.close()
  return answers
}

/** Asks a question that fails, then gives the connection a moment to close. */
export async function askInVain(host: string, port: number, withinMs: number): Promise<string> {
  const outcome = await outcomeOf(async () => (await connect(host, port, signal)).ask('anybody?'), withinMs)
  await sleep(100)
  return outcome
}

/** Asks, and sets the machine's time of day back by an hour meanwhile. */
export async function askWhileTheTimeIsSet(host: string, port: number, withinMs: number): Promise<string> {
  const caller = await connect(host, port)
  const timeOfDay = Date.now
  const outcome = outcomeOf(() => caller.ask('slowly'), withinMs)
  Date.now = () => timeOfDay() - 3_600_000
  try {
    return await outcome
  } finally {
    Date.now = timeOfDay
  }
}

/** Node's warnings about too many listeners, and the number of listeners left on the signal. */
export function leftBehind(): string {
  const listeners = getEventListeners(signal, 'abort').length
  return [...warnings, ...(listeners > 0 ? [`listeners at the signal: ${listeners}`] : [])].join(', ') || 'nothing'
}

/** How it was settled. */
async function outcomeOf(begin: () => Promise<unknown>, withinMs: number): Promise<string> {
  let patience: NodeJS.Timeout | undefined
  const waiting = new Promise<string>((resolve) => {
    patience = setTimeout(() => resolve(`nothing within ${withinMs} ms`), withinMs)
  })
  const settled = begin().then(
    () => 'no error',
    (error: unknown) => {
      if (error === reason) return "the signal's reason"
      return (error as { phase?: string }).phase ?? String(error)
    },
  )
  const outcome = await Promise.race([settled, waiting])
  clearTimeout(patience)
  return outcome
}
