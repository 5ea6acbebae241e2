/** Abort signals live in one process, so what uses them is called from here. */
const { connect } = (await import('./caller.ts' as string)) as typeof import('../contract.ts')

/** Connects, asks, and gives up after a while. Whether the error is the signal's own reason. */
export async function abortWhileAsking(host: string, port: number, afterMs: number): Promise<boolean> {
  const controller = new AbortController()
  const caller = await connect(host, port, controller.signal)
  return rejectsWithReason(controller, () => caller.ask('anybody?'), afterMs)
}

/** Gives up while the connection is being made. */
export async function abortWhileConnecting(host: string, port: number, afterMs: number): Promise<boolean> {
  const controller = new AbortController()
  return rejectsWithReason(controller, () => connect(host, port, controller.signal), afterMs)
}

async function rejectsWithReason(
  controller: AbortController,
  begin: () => Promise<unknown>,
  afterMs: number,
): Promise<boolean> {
  const reason = new Error('no longer wanted')
  setTimeout(() => controller.abort(reason), afterMs)
  try {
    await begin()
    return false
  } catch (error) {
    return error === reason
  }
}
