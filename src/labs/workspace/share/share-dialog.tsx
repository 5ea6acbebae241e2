import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { strings } from '#strings'
import { MOST_CHARACTERS } from './shared.ts'

const words = strings.share

/** The link, to copy. */
export function ShareLink({ title, makeLink }: { title: string; makeLink: () => Promise<string> }): JSX.Element {
  const [link, setLink] = useState<string | null>(null)
  const isCopied = useSignal(false)
  useEffect(() => {
    void makeLink().then(setLink)
  }, [])
  if (link === null) return <p class="note">…</p>
  const size = link.length - link.indexOf('#')
  if (size > MOST_CHARACTERS) return <p class="note">{words.tooLong(size, MOST_CHARACTERS)}</p>
  return (
    <>
      <p class="note">{words.text}</p>
      <input
        class="share-link"
        type="text"
        readOnly
        aria-label={words.link}
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <label class="share-embed">
        {words.embed}
        <input
          class="share-link"
          type="text"
          readOnly
          value={embedCode(link, title)}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <div class="dialog-actions">
        <button
          type="button"
          class="button primary"
          onClick={() => {
            void navigator.clipboard?.writeText(link).then(() => {
              isCopied.value = true
            })
          }}
        >
          {isCopied.value ? words.copied : words.copy}
        </button>
      </div>
    </>
  )
}

/** HTML that embeds the lab in another page, with these files but without the site's navigation. */
function embedCode(link: string, title: string): string {
  const address = new URL(link)
  address.searchParams.set('embed', '')
  return `<iframe src="${escaped(address.href)}" title="${escaped(title)}" width="100%" height="720"></iframe>`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
