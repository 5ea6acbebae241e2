import { Fragment, type JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { strings } from '#strings'
import type { Workspace } from './workspace.ts'

const words = strings.keys
const KEYS: [keys: string, does: string][] = [
  ['Ctrl Enter', words.run],
  ['Ctrl Shift Enter', words.check],
  ['Ctrl Alt Enter', words.checkAgain],
  ['A', words.again],
  ['Ctrl S', words.save],
  ['Ctrl .', words.stop],
  ['F6, Shift F6', words.nextPane],
  ['Ctrl 1 … 6', words.pane],
  ['Space', words.play],
  ['. ,', words.step],
  ['Home End', words.ends],
  ['N, Shift N', words.match],
  ['↑ ↓', words.packet],
  ['Enter', words.goTo],
  ['D H 2 E', words.edit],
  ['Z', words.undo],
  ['C', words.code],
  ['B, Shift B', words.cause],
  ['S', words.stream],
  ['T', words.table],
  ['R W', words.firstWrong],
  ['/', words.filter],
  ['Esc', words.clear],
  ['Esc Tab', words.leaveEditor],
  ['?', words.help],
]

interface ShortcutsDialogProps {
  workspace: Workspace
  isOpen: boolean
  onClose: () => void
}

/** All keys in one list; single letters can be switched off. */
export function ShortcutsDialog({ workspace, isOpen, onClose }: ShortcutsDialogProps): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isOpen && !element.current?.open) {
      element.current?.showModal()
      // The first field is below the list: focusing it would scroll the list to its end.
      title.current?.focus()
    }
    if (!isOpen) element.current?.close()
  }, [isOpen])
  return (
    <dialog class="shortcuts" ref={element} onClose={onClose} aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title" ref={title} tabIndex={-1}>
        {strings.lab.shortcuts}
      </h2>
      <dl>
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(', ').map((together, index) => (
                <Fragment key={together}>
                  {index > 0 && ', '}
                  {together.split(' ').map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </Fragment>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      {(['letterKeys', 'screenReader'] as const).map((name) => (
        <label key={name} class="preference">
          <input
            type="checkbox"
            checked={workspace.preferences[name].isOn.value}
            onChange={(event) => workspace.preferences[name].turn(event.currentTarget.checked)}
          />
          {words[name]}
        </label>
      ))}
      <form method="dialog">
        <button type="submit" class="button">
          {strings.lab.close}
        </button>
      </form>
    </dialog>
  )
}
