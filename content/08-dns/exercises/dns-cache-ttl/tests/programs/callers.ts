/** Abort signals, changes of a reply and the time of day stay inside a process, so callers that use them are here. */
const { lookup } = (await import('./cache.ts' as string)) as typeof import('../contract.ts')

const reason = new Error('no longer wanted')

/** Outcomes of three lookups of one name, of which the first is aborted after a while. */
export async function abortFirst(name: string, type: number, afterMs: number): Promise<string[]> {
  const controller = new AbortController()
  const callers = [lookup(name, type, { signal: controller.signal }), lookup(name, type), lookup(name, type)]
  const outcomes = callers.map(outcomeOf)
  setTimeout(() => controller.abort(reason), afterMs)
  return Promise.all(outcomes)
}

/** Changes what two callers at once got, and what a later one gets; then tells the TTLs that the others see. */
export async function changeReplies(name: string, type: number): Promise<number[]> {
  const [first, second] = await Promise.all([lookup(name, type), lookup(name, type)])
  first.answers[0]!.ttl = 1_000_000
  const third = await lookup(name, type)
  const seen = [second.answers[0]!.ttl, third.answers[0]?.ttl ?? 0]
  third.answers.length = 0
  const fourth = await lookup(name, type)
  return [...seen, fourth.answers[0]?.ttl ?? 0]
}

/** Looks up, sets the time of day ahead by an hour, waits, and looks up again; the TTL that it then sees. */
export async function askAfterTheTimeIsSet(name: string, type: number, waitMs: number): Promise<number> {
  await lookup(name, type)
  const timeOfDay = Date.now
  Date.now = () => timeOfDay() + 3_600_000
  await new Promise((resolve) => setTimeout(resolve, waitMs))
  const { answers } = await lookup(name, type)
  return answers[0]?.ttl ?? 0
}

const outcomeOf = (lookup: Promise<{ answers: { data: string }[] }>): Promise<string> =>
  lookup.then(
    ({ answers }) => answers.map(({ data }) => data).join(),
    (error) => (error === reason ? "the signal's reason" : String(error)),
  )
