/** Why nothing was done in a WebContainer. */
export type ContainerTrouble = 'offline' | 'not-isolated' | 'no-answer' | 'refused' | 'silent' | 'too-long'

/** What the learner is told of in words of the page; `why` is what the other side said, if anything. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError'
  readonly trouble: ContainerTrouble
  readonly why: string

  constructor(trouble: ContainerTrouble, why = '') {
    super(why === '' ? trouble : `${trouble}: ${why}`)
    this.trouble = trouble
    this.why = why
  }
}
