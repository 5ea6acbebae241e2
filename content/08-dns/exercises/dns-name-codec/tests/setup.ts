import { expect, LabError, labTest, toldApart } from 'ackademy/lab'

export const test = labTest(async (lab) => ({
  names: await lab.host('client').load<typeof import('./contract.ts')>('names.ts'),
}))

/** Labels with their lengths and a zero: as they are on the wire. */
export function wire(...labels: string[]): Uint8Array {
  const text = new TextEncoder()
  return Uint8Array.from([...labels.flatMap((label) => [text.encode(label).length, ...text.encode(label)]), 0])
}

/** Bytes one after the other. */
export const join = (...parts: (Uint8Array | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]))

/** Outcome of a call, on one line: the code of its error, or what it gave. `what` names it. */
export const expectResult = (call: Promise<unknown>, what: string, wanted: string): Promise<void> =>
  expect(resultOf(call), what).toBe(wanted)

/** Expects that a call throws EBADNAME. */
export const expectBadName = (call: Promise<unknown>, what: string): Promise<void> =>
  expectResult(call, `the result for ${what}`, 'EBADNAME')

/** Expects that a call of decodeName gives this name and this `next`. `where` says where the name is: `at offset 41`. */
export async function expectName(
  call: Promise<{ name: string; next: number }>,
  where: string,
  name: string,
  next: number,
): Promise<void> {
  const failed = (thrown: unknown) => ({ name: `no name, but ${errorOf(thrown)}`, next: -1 })
  const got = await expect(call.catch(failed), `the name ${where}`).toHappen()
  expect(got?.name, `the name ${where}`).toBe(name)
  expect(got?.next, `next for the name ${where}`).toBe(next)
}

const resultOf = (call: Promise<unknown>): Promise<string> =>
  call.then((value) => toldApart(shown(value), /^EBADNAME$/), errorOf)

/** `EBADNAME`, or another error with its message. If the program ended or hangs, the call itself reports that. */
function errorOf(thrown: unknown): string {
  if (thrown instanceof LabError) throw thrown
  const { code, name, message } = thrown as Error & { code?: string }
  return code === 'EBADNAME' ? code : `${code ?? name}: ${message}`
}

function shown(value: unknown): string {
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
  const { name, next } = (value ?? {}) as { name?: unknown; next?: unknown }
  return name === undefined ? String(value) : `${name}, next ${next}`
}
