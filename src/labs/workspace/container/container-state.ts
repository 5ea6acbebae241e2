import { signal } from '@preact/signals'
import { OutputTail } from '../../recording/index.ts'

/** State of the WebContainer pane. */
export class ContainerState {
  /** True on the lab page that has a WebContainer. */
  readonly isOn: boolean
  /** Text about what is being prepared. */
  readonly doing = signal<string | null>(null)
  /** Incremented when output is added. */
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
