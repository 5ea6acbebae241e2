/** Abort signals live in one process, and so do listeners: what uses them is called from here. */
import { getEventListeners } from 'node:events'

const { connect } = (await import('./caller.ts' as string)) as typeof import('../contract.ts')

const controller = new AbortController()
const { signal } = controller
const reason = new Error('no longer wanted')
const abort = () => controller.abort(reason)

const warnings: string[] = []
process.on('warning', ({ name }) => warnings.push(name))

/** Connects, asks, and gives up after a while. */
export async function abortWhileAsking(host: string, port: number, afterMs: number): Promise<string> {
  const caller = await connect(host, port, signal)
  setTimeout(abort, afterMs)
  return outcomeOf(() => caller.ask('anybody?'))
}

/** Gives up while the connection is there and nothing is asked, and asks then. */
export async function abortBeforeAsking(host: string, port: number, afterMs: number): Promise<string> {
  const caller = await connect(host, port, signal)
  abort()
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  return outcomeOf(() => caller.ask('anybody?'))
}

/** Gives up while the connection is being made, and tries again with the same signal. */
export async function abortWhileConnecting(host: string, port: number, afterMs: number): Promise<string[]> {
  setTimeout(abort, afterMs)
  const first = await outcomeOf(() => connect(host, port, signal))
  return [first, await outcomeOf(() => connect(host, port, signal))]
}

/** Asks so many questions over one connection, and closes it. */
export async function askAll(host: string, port: number, questions: string[]): Promise<string[]> {
  const caller = await connect(host, port, signal)
  const answers: string[] = []
  for (const question of questions) answers.push(await caller.ask(question))
  caller.close()
  return answers
}

/** What Node says of too many listeners, and who still listens to the signal. */
export function leftBehind(): string {
  const listeners = getEventListeners(signal, 'abort').map(() => 'a listener at the signal')
  return [...warnings, ...listeners].join(', ') || 'nothing'
}

/** How it was settled. */
async function outcomeOf(begin: () => Promise<unknown>): Promise<string> {
  try {
    await begin()
    return 'no error'
  } catch (error) {
    return error === reason ? "the signal's reason" : String(error)
  }
}
