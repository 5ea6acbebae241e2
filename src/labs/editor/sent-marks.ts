import * as monaco from 'monaco-editor/editor'
import type { CodeEditorOptions, SentByLine } from './code-editor.ts'
import type { Models } from './models.ts'

/** Number of packets that a line's lens lists one by one. */
const MOST_NAMED = 6
/** From this count on, the number next to a line is "many": the style sheet has classes up to here. */
const MOST_COUNTED = 9

/** Shows the number of packets sent next to each line (`→2`), and lists them under the line with the caret. */
export class SentMarks {
  readonly #editor: monaco.editor.IStandaloneCodeEditor
  readonly #models: Models
  readonly #options: CodeEditorOptions
  readonly #decorations: monaco.editor.IEditorDecorationsCollection
  #sent: SentByLine = new Map()
  #here: { file: string; line: number } | null = null
  #zone: string | null = null
  /** Current marks: while packets arrive most stay the same, and those are not drawn again. */
  #beside = ''
  #under = ''

  constructor(editor: monaco.editor.IStandaloneCodeEditor, models: Models, options: CodeEditorOptions) {
    this.#editor = editor
    this.#models = models
    this.#options = options
    this.#decorations = editor.createDecorationsCollection()
    editor.onDidChangeCursorPosition(() => this.#drawLens())
    editor.addAction({
      id: 'ackademy.packets-of-line',
      label: options.showPacketsText,
      contextMenuGroupId: 'navigation',
      run: () => {
        const [first] = this.#packetsAt(editor.getPosition()?.lineNumber ?? 0)
        if (first !== undefined) options.onPacket(first)
      },
    })
  }

  set(sent: SentByLine, here: { file: string; line: number } | null): void {
    this.#sent = sent
    this.#here = here
    this.#drawBeside()
  }

  /** Redraws everything: another file is open. */
  draw(): void {
    this.#beside = ''
    this.#drawBeside()
  }

  #drawBeside(): void {
    const file = this.#models.nameOf(this.#editor.getModel())
    const lines = (file !== undefined && this.#sent.get(file)) || new Map<number, readonly number[]>()
    const sent = [...lines].map(([line, packets]) => [line, Math.min(packets.length, MOST_COUNTED + 1)] as const)
    const here = this.#here && this.#here.file === file ? [this.#here.line] : []
    const beside = [file, ...sent, 'here', ...here].join(' ')
    if (beside !== this.#beside)
      this.#decorations.set([...sent.map((mark) => countMark(mark, this.#options.besideText)), ...here.map(hereMark)])
    this.#beside = beside
    this.#drawLens()
  }

  #packetsAt(line: number): readonly number[] {
    const file = this.#models.nameOf(this.#editor.getModel())
    return (file !== undefined && this.#sent.get(file)?.get(line)) || []
  }

  #drawLens(): void {
    const line = this.#here?.line ?? this.#editor.getPosition()?.lineNumber ?? 0
    const packets = this.#packetsAt(line)
    const under = packets.length === 0 ? '' : `${line} ${packets.slice(0, MOST_NAMED + 1).join(' ')}`
    if (under === this.#under) return
    this.#under = under
    this.#editor.changeViewZones((accessor) => {
      if (this.#zone !== null) accessor.removeZone(this.#zone)
      this.#zone =
        packets.length === 0
          ? null
          : accessor.addZone({ afterLineNumber: line, heightInPx: 21, domNode: this.#lens(packets) })
    })
  }

  #lens(packets: readonly number[]): HTMLElement {
    const lens = document.createElement('div')
    lens.className = 'line-lens'
    lens.append(`${this.#options.sentText(packets)} `)
    for (const packet of packets.slice(0, MOST_NAMED)) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'link'
      // For the keyboard: editor commands.
      button.tabIndex = -1
      button.textContent = this.#options.packetText(packet)
      button.onclick = () => this.#options.onPacket(packet)
      lens.append(button, ' ')
    }
    if (packets.length > MOST_NAMED) lens.append('…')
    return lens
  }
}

const countMark = (
  [line, count]: readonly [number, number],
  besideText: (packets: number, orMore: boolean) => string,
) => ({
  range: new monaco.Range(line, 1, line, 1),
  options: {
    linesDecorationsClassName: `line-sent sent-${count}`,
    linesDecorationsTooltip: besideText(Math.min(count, MOST_COUNTED), count > MOST_COUNTED),
  },
})

const hereMark = (line: number) => ({
  range: new monaco.Range(line, 1, line, 1),
  options: { isWholeLine: true, className: 'line-here', linesDecorationsClassName: 'line-here-edge' },
})
