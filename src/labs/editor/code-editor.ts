/** A line that the page points at. */
export interface LineMark {
  file: string
  line: number
  /** `error`: a program ended here. */
  kind: 'error'
  /** Shown under the line. */
  message: string
}

export interface CodeEditorOptions {
  files: Readonly<Record<string, string>>
  readOnly: ReadonlySet<string>
  /** The file to open first. */
  open: string
  ariaLabel: (file: string) => string
  /** The learner changed a file. */
  onChange: (file: string, text: string) => void
  /** Keys of the page that must work while the editor has the focus. */
  commands: { run: () => void; check: () => void; stop: () => void }
}

/** The editor as the lab uses it. */
export interface CodeEditor {
  open(file: string): void
  /** Replaces a file's text as one edit, which the editor's own undo takes back. */
  replace(file: string, text: string): void
  /** Replaces all marks. */
  mark(marks: readonly LineMark[]): void
  reveal(file: string, line: number): void
  focus(): void
  dispose(): void
}
