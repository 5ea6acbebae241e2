/**
 * Announces how to leave an element that catches Tab: `say` is called once when focus enters, not for each move inside.
 * Esc and then Tab leaves it, even where Tab alone types a character. Returns the cleanup.
 */
export function tellWayOut(element: HTMLElement, say: () => void): () => void {
  let isLeaving = false
  const onFocus = (event: FocusEvent) => {
    isLeaving = false
    if (!element.contains(event.relatedTarget as Node | null)) say()
  }
  const onKey = (event: KeyboardEvent) => {
    // Listeners inside do not see this Tab: the browser moves the focus on.
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
