import { effect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { strings } from '#strings'
import { type Caret, type CodeEditor, type CodeEditorOptions, createEditor } from '../editor/index.ts'
import type { LabCommands } from './commands.ts'
import { FileTabs } from './files/index.ts'
import { providedFiles } from './lab-exercise.ts'
import { caretIn, StaticCode, typedOn } from './static-code.tsx'
import { tellWayOut } from './way-out.ts'
import { whenWanted } from './when-wanted.ts'
import type { Workspace } from './workspace.ts'

const words = strings.lab

/** Editor for the learner's files. Until Monaco has loaded, it shows their text, colored and readable. */
export function EditorPane({ workspace, commands }: { workspace: Workspace; commands: LabCommands }): JSX.Element {
  const { exercise, openFile } = workspace
  const element = useRef<HTMLDivElement>(null)
  const typed = useRef('')
  /** Caret where typing started; the learner may have clicked elsewhere since. */
  const began = useRef<Caret | null>(null)
  const [editor, setEditor] = useState<CodeEditor | null>(null)
  useEffect(() => {
    const pane = element.current!
    const made = (editor: CodeEditor) => {
      const caret = began.current ?? caretIn(pane.parentElement!)
      if (caret) editor.goOn(caret, typed.current)
      setEditor(editor)
    }
    return mountEditor(pane, workspace, commands, made)
  }, [workspace, commands])
  useEffect(() => {
    return tellWayOut(element.current!, () => {
      workspace.announcement.value = words.leaveEditor
    })
  }, [workspace])
  useFollowing(editor, workspace)
  const isReadAloud = workspace.preferences.screenReader.isOn.value
  useEffect(() => editor?.readAloud(isReadAloud), [editor, isReadAloud])
  useSentMarks(editor, workspace)
  return (
    <section class="pane editor-pane" aria-label={words.panes.code}>
      <FileTabs workspace={workspace} commands={commands} />
      {openFile.value in exercise.generated && <p class="note">{words.generated}</p>}
      {openFile.value in exercise.given && <p class="note">{words.given}</p>}
      <div class="body editor-body">
        <div class="editor" ref={element} />
        {!editor && (
          <StaticCode
            text={workspace.allFiles()[openFile.value] ?? ''}
            onType={(key) => {
              began.current ??= caretIn(element.current!.parentElement!)
              typed.current = typedOn(typed.current, key)
            }}
          />
        )}
      </div>
    </section>
  )
}

/** Creates Monaco when it is first needed. Returns the cleanup. */
function mountEditor(
  element: HTMLElement,
  workspace: Workspace,
  commands: LabCommands,
  ready: (editor: CodeEditor) => void,
): () => void {
  let editor: CodeEditor | null = null
  let isGone = false
  const { exercise, files, openFile } = workspace
  const options = (): CodeEditorOptions => ({
    files: workspace.allFiles(),
    readOnly: new Set(Object.keys(providedFiles(exercise))),
    open: openFile.value,
    ariaLabel: strings.editor.label,
    onChange: (file, text) => files.change(file, text),
    onPacket: (packet) => workspace.select(packet),
    sentText: strings.editor.sent,
    packetText: strings.editor.packet,
    besideText: strings.editor.beside,
    showPacketsText: strings.editor.showPackets,
    commands,
  })
  const make = async () => {
    const made = await createEditor(element, options())
    if (isGone) return made.dispose()
    editor = made
    performance.mark('ackademy:editor-usable')
    ready(made)
  }
  const callOff = whenWanted(() => void make())
  return () => {
    callOff()
    isGone = true
    editor?.dispose()
  }
}

/** Follows the page's requests: open a file, mark and show a line, undo a reset. */
function useFollowing(editor: CodeEditor | null, workspace: Workspace): void {
  const { openFile, marks, reveal, replaced } = workspace
  useEffect(() => {
    if (!editor || !replaced.value) return
    for (const [file, text] of Object.entries(replaced.value)) editor.replace(file, text)
    editor.open(openFile.value)
    editor.keepOnly(Object.keys(workspace.allFiles()))
  }, [editor, replaced.value])
  useEffect(() => editor?.open(openFile.value), [editor, openFile.value])
  useEffect(() => editor?.mark(marks.value), [editor, marks.value])
  useEffect(() => {
    if (reveal.value) editor?.reveal(reveal.value.file, reveal.value.line)
  }, [editor, reveal.value])
}

/**
 * Marks next to each line what it sent, and the line of the selected packet. The pane itself is not rendered again for
 * every packet.
 */
function useSentMarks(editor: CodeEditor | null, workspace: Workspace): void {
  useEffect(
    () =>
      effect(() => {
        const recording = workspace.shown.value?.recording
        recording?.version.value
        const selected = workspace.selectedPacket.value
        editor?.showSent(recording?.code.sent ?? new Map(), (selected && recording?.placeOf(selected)) ?? null)
      }),
    [editor, workspace],
  )
}
