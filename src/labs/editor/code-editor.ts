/** A line that the page points at. */
export interface LineMark {
  file: string
  line: number
  /** `error`: a program ended here. */
  kind: 'error'
  /** Shown under the line. */
  message: string
}

/** How many packets each line of each file sent: what stands beside the line. */
export type SentByLine = ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>

export interface CodeEditorOptions {
  files: Readonly<Record<string, string>>
  readOnly: ReadonlySet<string>
  /** The file to open first. */
  open: string
  ariaLabel: (file: string) => string
  /** The learner changed a file. */
  onChange: (file: string, text: string) => void
  /** The cursor stands on a line that sent packets, and one of those is asked for. */
  onPacket: (packet: number) => void
  /** What is said under a line that sent these packets. */
  sentText: (packets: readonly number[]) => string
  packetText: (packet: number) => string
  /** What the number beside a line says; `orMore` where only so many are counted. */
  besideText: (packets: number, orMore: boolean) => string
  /** What it says beside a command of the editor's own menu. */
  showPacketsText: string
  /** Keys of the page that must work while the editor has the focus. */
  commands: { run: () => void; check: () => void; stop: () => void }
}

/** A place in a text, both counted from 1. */
export interface Caret {
  line: number
  column: number
}

/** The editor as the lab uses it. */
export interface CodeEditor {
  open(file: string): void
  /** Replaces a file's text as one edit, which the editor's own undo takes back; a file that is not there is made. */
  replace(file: string, text: string): void
  /** Only these files are there from now on. */
  keepOnly(files: readonly string[]): void
  /** Replaces all marks. */
  mark(marks: readonly LineMark[]): void
  /** What each line sent; `here` is the line of the selected packet. */
  showSent(sent: SentByLine, here: { file: string; line: number } | null): void
  reveal(file: string, line: number): void
  /** As screen readers read it best; else the browser is asked whether there is one. */
  readAloud(is: boolean): void
  /** Goes on where somebody began before the editor was there: what was typed then stands at that place. */
  goOn(at: Caret, typed: string): void
  dispose(): void
}
