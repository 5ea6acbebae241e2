import { expect, labTest } from 'ackademy/lab'

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

/** That a call throws EBADNAME. */
export const expectBadName = (call: Promise<unknown>): Promise<void> =>
  expect(call).rejects.toMatchObject({ code: 'EBADNAME' })
