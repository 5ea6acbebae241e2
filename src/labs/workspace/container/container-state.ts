import { signal } from '@preact/signals'
import { OutputTail } from '../../recording/index.ts'

/** What the pane of the WebContainer shows. */
export class ContainerState {
  /** On the page of the lab that has one. */
  readonly isOn: boolean
  /** What is being got ready now, for the learner. */
  readonly doing = signal<string | null>(null)
  /** Grows with the output. */
  readonly version = signal(0)
  output = new OutputTail()

  constructor(isOn: boolean) {
    this.isOn = isOn
  }

  begin(command: string): void {
    this.output = new OutputTail()
    this.write(`$ ${command}\n`)
  }

  write(text: string): void {
    this.output.push('stdout', new TextEncoder().encode(text))
    this.version.value++
  }
}
