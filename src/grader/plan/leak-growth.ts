import type { Leak } from '#lab'

/** Programs hold more each time: the finding of a `test.cycles` test. */
export class LeakGrowth extends Error {
  override readonly name = 'LeakGrowth'
  readonly leaks: Leak[]

  constructor(message: string, leaks: Leak[]) {
    super(message)
    this.leaks = leaks
  }
}
