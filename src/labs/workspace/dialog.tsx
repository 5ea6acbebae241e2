import type { Signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { strings } from '#strings'

interface DialogProps {
  /** Name of the open dialog, or null. */
  open: Signal<string | null>
  name: string
  title: string
  wide?: boolean
  children: ComponentChildren
}

/**
 * A dialog over the page, opened by name and closed by Escape, its button, or another dialog. Renders its content when
 * it opens.
 */
export function Dialog({ open, name, title, wide = false, children }: DialogProps): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  const isOpen = open.value === name
  useEffect(() => {
    if (isOpen && !element.current?.open) element.current?.showModal()
    if (!isOpen) element.current?.close()
  }, [isOpen])
  return (
    <dialog
      class={wide ? 'lab-dialog wide' : 'lab-dialog'}
      ref={element}
      aria-labelledby={`dialog-${name}`}
      onClose={() => {
        if (open.value === name) open.value = null
      }}
    >
      {isOpen && (
        <>
          <h2 id={`dialog-${name}`}>{title}</h2>
          {children}
          <form method="dialog" class="dialog-close">
            <button type="submit" class="button">
              {strings.lab.close}
            </button>
          </form>
        </>
      )}
    </dialog>
  )
}
