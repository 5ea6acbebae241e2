/**
 * Focus that comes into an element is told about: `say` is called once, not for each move inside it. Esc and then Tab leaves it, even
 * where Tab alone is a letter. Returns what ends it.
 */
export function tellWayOut(element: HTMLElement, say: () => void): () => void {
  let isLeaving = false
  const onFocus = (event: FocusEvent) => {
    isLeaving = false
    if (!element.contains(event.relatedTarget as Node | null)) say()
  }
  const onKey = (event: KeyboardEvent) => {
    // Who listens further in does not hear of this Tab: the browser moves the focus on.
    if (event.key === 'Tab' && isLeaving) event.stopPropagation()
    if (event.key !== 'Shift') isLeaving = event.key === 'Escape'
  }
  element.addEventListener('focusin', onFocus)
  element.addEventListener('keydown', onKey, { capture: true })
  return () => {
    element.removeEventListener('focusin', onFocus)
    element.removeEventListener('keydown', onKey, { capture: true })
  }
}
