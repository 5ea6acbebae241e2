/** A line that the page marks. */
export interface LineMark {
  file: string
  line: number
  /** `error`: a program crashed here. */
  kind: 'error'
  /** Text below the line. */
  message: string
}

/** Number of packets that each line of each file sent. */
export type SentByLine = ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>

export interface CodeEditorOptions {
  files: Readonly<Record<string, string>>
  readOnly: ReadonlySet<string>
  /** The file to open first. */
  open: string
  ariaLabel: (file: string) => string
  /** Called when the learner changes a file. */
  onChange: (file: string, text: string) => void
  /** Called when the caret is on a line that sent packets and the learner asks for one of them. */
  onPacket: (packet: number) => void
  /** Text under a line that sent these packets. */
  sentText: (packets: readonly number[]) => string
  packetText: (packet: number) => string
  /** Text for the number next to a line; `orMore` if counting stopped there. */
  besideText: (packets: number, orMore: boolean) => string
  /** Label of the command in the editor's own menu. */
  showPacketsText: string
  /** Keys of the page that must work while the editor has focus. */
  commands: { run: () => void; check: () => void; stop: () => void }
}

/** A position in a text, both counted from 1. */
export interface Caret {
  line: number
  column: number
}

/** The editor's interface for the lab. */
export interface CodeEditor {
  open(file: string): void
  /** Replaces a file's text as one edit that the editor can undo; creates a missing file. */
  replace(file: string, text: string): void
  /** Removes all other files. */
  keepOnly(files: readonly string[]): void
  /** Replaces all marks. */
  mark(marks: readonly LineMark[]): void
  /** Sets what each line sent; `here` is the line of the selected packet. */
  showSent(sent: SentByLine, here: { file: string; line: number } | null): void
  reveal(file: string, line: number): void
  /** Switches to the mode for screen readers; by default the browser decides. */
  readAloud(is: boolean): void
  /** Continues where the learner started before the editor had loaded: inserts the keys typed there. */
  goOn(at: Caret, typed: string): void
  dispose(): void
}
