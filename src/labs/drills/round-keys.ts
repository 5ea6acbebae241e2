/** Keys of a round: a digit selects, Enter checks and continues. Text fields keep their keys. Returns the cleanup. */
export function listenForRoundKeys(round: HTMLElement): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target as HTMLElement
    if (target !== document.body && !round.contains(target)) return
    const isText = target instanceof HTMLInputElement && target.type === 'text'
    if (/^[1-9]$/.test(event.key) && !isText) choose(round, Number(event.key), event)
    // Buttons, links and fields handle Enter themselves.
    else if (event.key === 'Enter' && !target.closest('button, a, input')) press(round, event)
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

function choose(round: HTMLElement, nth: number, event: KeyboardEvent): void {
  const input = round.querySelectorAll<HTMLInputElement>('.choice input:enabled')[nth - 1]
  if (!input) return
  event.preventDefault()
  input.click()
  input.focus()
}

function press(round: HTMLElement, event: KeyboardEvent): void {
  const button = round.querySelector<HTMLElement>('.quiz-foot button')
  if (!button) return
  event.preventDefault()
  button.click()
}
