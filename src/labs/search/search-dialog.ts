/** The search dialog: fetches the index and lists matches for the typed text. */
import { strings } from '#strings'
import { siteAddress } from '../site/index.ts'
import type { SearchEntry } from './index.ts'
import { type Found, SearchIndex } from './search-index.ts'

const words = strings.find
let index: Promise<SearchIndex> | null = null

/** Opens the dialog and focuses its field. */
export async function openSearch(dialog: HTMLDialogElement): Promise<void> {
  if (dialog.open) return
  const input = dialog.querySelector<HTMLInputElement>('[data-search-input]')!
  if (!dialog.dataset.ready) begin(dialog, input)
  dialog.dataset.ready = 'yes'
  dialog.showModal()
  input.select()
  await update(dialog, input.value)
}

function begin(dialog: HTMLDialogElement, input: HTMLInputElement): void {
  input.addEventListener('input', () => void update(dialog, input.value))
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close()
  })
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target === input) {
      event.preventDefault()
      dialog.querySelector<HTMLAnchorElement>('[data-search-results] a')?.click()
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(dialog, input, event)
  })
  // The result may be on this very page.
  dialog.querySelector('[data-search-results]')!.addEventListener('click', () => dialog.close())
}

/** Arrow keys move from the field through the results and back. */
function move(dialog: HTMLDialogElement, input: HTMLInputElement, event: KeyboardEvent): void {
  event.preventDefault()
  const stops = [input, ...dialog.querySelectorAll<HTMLElement>('[data-search-results] a')]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  const next = at + (event.key === 'ArrowDown' ? 1 : -1)
  stops[Math.min(stops.length - 1, Math.max(0, next))]?.focus()
}

async function update(dialog: HTMLDialogElement, query: string): Promise<void> {
  const status = dialog.querySelector('[data-search-status]')!
  const list = dialog.querySelector('[data-search-results]')!
  try {
    index ??= load()
    const found = (await index).find(query.trim())
    if (dialog.querySelector<HTMLInputElement>('[data-search-input]')!.value !== query) return
    list.replaceChildren(...found.map(row))
    if (query.trim() !== '' && found.length === 0) list.replaceChildren(line(words.found(0)))
    status.textContent = query.trim() === '' ? '' : words.found(found.length)
  } catch {
    index = null
    list.replaceChildren(line(words.failed))
    status.textContent = words.failed
  }
}

async function load(): Promise<SearchIndex> {
  const response = await fetch(siteAddress('/search.json'))
  if (!response.ok) throw new Error(`search.json: ${response.status}`)
  return new SearchIndex((await response.json()) as SearchEntry[])
}

function row({ kind, title, href, excerpt }: Found): HTMLLIElement {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = siteAddress(href)
  const heading = document.createElement('b')
  heading.textContent = title
  const tag = document.createElement('small')
  tag.textContent = words.kinds[kind]
  const text = document.createElement('span')
  text.textContent = excerpt
  link.append(heading, tag, text)
  item.append(link)
  return item
}

function line(text: string): HTMLLIElement {
  const item = document.createElement('li')
  item.className = 'none'
  item.textContent = text
  return item
}
