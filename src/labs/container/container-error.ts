/** Why a WebContainer was not used. */
export type ContainerTrouble = 'offline' | 'not-isolated' | 'no-answer' | 'refused' | 'silent' | 'too-long'

/** Reason for the learner, as a key of the page's strings; `why` is the other side's message, if any. */
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
