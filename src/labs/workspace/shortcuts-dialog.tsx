import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { strings } from '../../strings/index.ts'

const words = strings.keys
const KEYS: [keys: string, does: string][] = [
  ['Ctrl Enter', words.run],
  ['Ctrl Shift Enter', words.check],
  ['Ctrl .', words.stop],
  ['F6, Shift F6', words.nextPane],
  ['↑ ↓', words.packet],
  ['W', words.firstWrong],
  ['Esc', words.clear],
  ['Ctrl M', words.leaveEditor],
  ['?', words.help],
]

/** Every key, in one list. */
export function ShortcutsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen && !element.current?.open) element.current?.showModal()
    if (!isOpen) element.current?.close()
  }, [isOpen])
  return (
    <dialog class="shortcuts" ref={element} onClose={onClose} aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">{strings.lab.shortcuts}</h2>
      <dl>
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="note">{words.note}</p>
      <form method="dialog">
        <button type="submit" class="button">
          {strings.lab.close}
        </button>
      </form>
    </dialog>
  )
}
